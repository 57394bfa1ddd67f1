// SPDX-License-Identifier: BSL-1.0
#include <cfdns/zone_transfers.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Reads one response of an unfriendly shape and nothing else, for callgrind to count its instructions.
//
//   shapes list           names of shapes
//   shapes NAME SIZE      reads that one, with so many repetitions

namespace {

struct any_value {
    std::optional<std::string> text{};
    std::optional<double> real{};
    std::optional<std::int64_t> whole{};
    std::vector<std::string> list{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(text, real, whole, list, extra)
};
struct probe {
    std::optional<std::string> q{};
    using response_type = std::optional<any_value>;
    static constexpr auto route = cfdns::get("/probe");
    CFDNS_FIELDS(q)
};

// `before`, so many times `part`, and `after`.
struct shape {
    std::string_view name, before, part, after;
};
constexpr shape shapes[] = {
    {"brackets", "", "[", ""},
    {"objects", "", R"({"a":)", ""},
    {"errors", R"({"errors":[)", "0,", "0]}"},
    {"chains", R"({"errors":[)", R"({"error_chain":[0,0,0,0]},)", "0]}"},
    {"names", R"({"success":true,"result":{"list":[])", R"(,"text":"a")", "}}"},
    {"lists", R"({"success":true,"result":{"list":[])", R"(,"list":["a"])", "}}"},
    {"unknown", R"({"success":true,"result":{"list":[])", R"(,"new":1)", "}}"},
    {"mismatches", R"({"success":true,"result":{"list":[])", R"(,"real":"a")", "}}"},
    {"elements", R"({"success":true,"result":[)", R"({"id":5},)", "{}]}"},
    {"escapes", R"({"success":true,"result":{"list":[],"text":")", R"(\u0041)", "\"}}"},
    {"digits", R"({"success":true,"result":{"list":[],"whole":1)", "0", "}}"},
    {"fractions", R"({"success":true,"result":{"list":[],"real":0.)", "1", "}}"},
    {"spaces", "", " ", "{}"},
};

}  // namespace

int main(int argc, char** argv) {
    std::string_view const wanted = argc > 1 ? argv[1] : "";
    for (shape const& each : shapes) {
        if (wanted == "list") std::printf("%s\n", each.name.data());
        if (wanted != each.name || argc != 3) continue;
        std::string body{each.before};
        for (std::size_t left = std::strtoul(argv[2], nullptr, 10); left != 0; --left) body += each.part;
        body += each.after;
        static_cast<void>(cfdns::parse_full_response<probe>({200, {}, body}));
        static_cast<void>(cfdns::parse_full_response<cfdns::zone_transfers::peers::list>({200, {}, body}));
    }
}
