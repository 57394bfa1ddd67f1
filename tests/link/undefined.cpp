// SPDX-License-Identifier: BSL-1.0
// Compiled with -fsanitize=undefined. With it, g++ 12 does not accept comparisons of addresses in constant
// expressions, so that the tables of operations must do without.
#include <cfdns/cfdns.hpp>

namespace {

// Instantiates the tables of the operations. Returns how many operations have no path.
template <class... Ops>
int without_path(cfdns::type_list<Ops...>) {
    return ((cfdns::detail::descriptor_of<Ops>.route->path.empty() ? 1 : 0) + ...);
}

}  // namespace

int main() {
    using create = cfdns::records::create;
    create const op{.zone_id = "z", .name = "a.example", .data = cfdns::records::mx{.content = "b", .priority = 1}};
    auto const request = cfdns::make_request(op);
    if (!request || request->body != R"({"name":"a.example","type":"MX","content":"b","priority":1})") return 1;
    auto const made = cfdns::parse_response<create>(
        {200, {}, R"({"success":true,"result":{"id":"r","name":"a.example","type":"MX"}})"});
    return made && made->id == "r" ? without_path(cfdns::operation_list{}) : 2;
}
