// SPDX-License-Identifier: BSL-1.0
// Prints docs/operations.md, from what the operations say of themselves.
//
//   operations_table                    prints it
//   operations_table --check FILE       fails if FILE is something else
#include <cfdns/operations.hpp>

#include <boost/core/type_name.hpp>

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

namespace {

// Without the namespace of the library and that of its version.
template <class Op>
std::string name_of_type() {
    std::string name = boost::core::type_name<Op>();
    name.erase(0, name.find("::") + 2);
    return name.erase(0, name.find("::") + 2);
}

std::string permissions_of(cfdns::api_reference const& reference) {
    std::string out;
    for (std::string_view const group : reference.permissions) {
        if (!out.empty()) out += ", ";
        out += group;
    }
    return out.empty() ? "not documented" : out;
}

std::string plans_of(cfdns::plan_set const& plans) {
    if (plans == cfdns::plans::all) return "All";
    std::string out;
    for (auto const& [has, name] : {std::pair{plans.free, "Free"},
                                    {plans.pro, "Pro"},
                                    {plans.business, "Business"},
                                    {plans.enterprise, "Enterprise"}})
        if (has) out += (out.empty() ? "" : ", ") + std::string{name};
    return out.empty() ? "not documented" : out;
}

std::string_view meaning_of(cfdns::idempotency idempotency) {
    switch (idempotency) {
        case cfdns::idempotency::safe: return "safe";
        case cfdns::idempotency::idempotent: return "idempotent";
        case cfdns::idempotency::repeatable: return "repeatable";
        case cfdns::idempotency::none: return "none";
    }
    return "";
}

std::string table() {
    std::ostringstream out;
    out << "# Operations\n\n"
           "<!-- Written by tools/generate.sh. -->\n\n"
           "All operations of the library, by product.\n"
           "Each operation is a struct with the name shown, in namespace `cfdns`;\n"
           "the name links to the official reference.\n\n"
           "- *Idempotency* is the value of `cfdns::idempotency`: whether the request may be repeated.\n"
           "  Only an operation with `none` has its effect again when the request is repeated.\n"
           "- *Permissions* are permission groups of API tokens. Any one of them is enough.\n"
           "- *Plans* are the plans that include the operation.\n\n"
           "The same data is available to programs as `cfdns::operations`, in `cfdns/operations.hpp`.\n";
    std::string product;
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        std::string const name = name_of_type<Op>();
        cfdns::operation_metadata const row = cfdns::metadata_of<Op>();
        if (std::string const of = name.substr(0, name.find("::")); of != product) {
            product = of;
            out << "\n## `" << product << "`\n\n"
                << "| operation | title | request | idempotency | permissions | plans |\n"
                   "| --- | --- | --- | --- | --- | --- |\n";
        }
        out << "| [`" << name << "`](" << row.reference.link << ") | " << row.reference.title << " | "
            << to_string(row.route.method) << " `" << row.route.path << "` | "
            << meaning_of(row.route.idempotency) << " | " << permissions_of(row.reference) << " | "
            << plans_of(row.reference.plans) << " |\n";
    });
    return out.str();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 1) {
        std::cout << table();
        return 0;
    }
    if (argc != 3 || std::string_view{argv[1]} != "--check") {
        std::cerr << "usage: operations_table [--check FILE]\n";
        return 2;
    }
    std::ifstream file{argv[2]};
    std::ostringstream text;
    text << file.rdbuf();
    if (text.str() == table()) return 0;
    std::cerr << argv[2] << " is not up to date: run sh tools/generate.sh\n";
    return 1;
}
