// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_MUTATED_HPP
#define CFDNS_TESTS_FUZZ_MUTATED_HPP

#include "responses.hpp"

#include <iterator>
#include <random>

// The same as responses.hpp with inputs that stay JSON: the mutator changes trees, not bytes.
namespace fuzz {

class tree_mutator {
public:
    explicit tree_mutator(unsigned seed) : random_(seed) {}

    void change(boost::json::value& root) {
        std::vector<boost::json::value*> all;
        collect(root, all);
        boost::json::value& chosen = *all[below(all.size())];
        switch (below(8)) {
            case 0: chosen = any(2); break;
            case 1: chosen = boost::json::array{chosen}; break;
            case 2: {  // a value from elsewhere
                boost::json::value const copy = *all[below(all.size())];
                chosen = copy;
                break;
            }
            default:
                if (auto* const object = chosen.if_object())
                    change_object(*object);
                else if (auto* const list = chosen.if_array())
                    change_array(*list);
                else
                    chosen = any(1);
        }
    }

private:
    std::size_t below(std::size_t count) { return random_() % count; }

    static void collect(boost::json::value& at, std::vector<boost::json::value*>& out) {
        out.push_back(&at);
        if (auto* const object = at.if_object())
            for (auto& member : *object) collect(member.value(), out);
        if (auto* const list = at.if_array())
            for (auto& element : *list) collect(element, out);
    }

    boost::json::string name() {
        static constexpr char const* names[] = {"success",
                                                "errors",
                                                "messages",
                                                "result",
                                                "result_info",
                                                "id",
                                                "name",
                                                "peers",
                                                "secret",
                                                "algo",
                                                "ip",
                                                "port",
                                                "ixfr_enable",
                                                "tsig_id",
                                                "ip_range",
                                                "code",
                                                "message",
                                                "error_chain",
                                                "source",
                                                "pointer",
                                                "soa_serial",
                                                "page",
                                                "auto_refresh_seconds",
                                                "checked_time",
                                                "documentation_url",
                                                "future",
                                                ""};
        return names[below(std::size(names))];
    }

    boost::json::value any(int depth) {
        switch (below(depth > 0 ? 12 : 9)) {
            case 0: return nullptr;
            case 1: return true;
            case 2: return false;
            case 3: return static_cast<std::int64_t>(random_()) - (std::int64_t{1} << 31);
            case 4: return (std::numeric_limits<std::uint64_t>::max)() >> below(64);
            case 5: return 0.5 * static_cast<double>(below(9));
            case 6: return boost::json::string(below(60), 'x');
            case 7: return boost::json::value(tsig_secret);
            case 8: return boost::json::value("2019-10-24T17:09:42.883908+01:00");
            case 9: return boost::json::array{any(depth - 1), any(depth - 1)};
            case 10: return boost::json::object{{name(), any(depth - 1)}};
            default: return boost::json::array(below(300), any(0));
        }
    }

    void change_object(boost::json::object& object) {
        if (object.empty() || below(3) == 0) {
            object[name()] = any(2);
            return;
        }
        auto const member = std::next(object.begin(), static_cast<std::ptrdiff_t>(below(object.size())));
        if (below(2) == 0) {
            boost::json::value const value = member->value();
            object.erase(member);
            object[name()] = value;  // under another name
        } else {
            object.erase(member);
        }
    }

    void change_array(boost::json::array& list) {
        if (list.empty() || below(3) == 0) {
            list.push_back(any(2));
            return;
        }
        auto const element = list.begin() + static_cast<std::ptrdiff_t>(below(list.size()));
        if (below(2) == 0) {
            list.erase(element);
        } else {
            boost::json::value const copy = *element;
            list.insert(list.end(), 1 + below(3), copy);
        }
    }

    std::minstd_rand random_;
};

inline void mutate_response(std::string& text, std::size_t limit, unsigned seed) {
    if (text.size() < 2) text = response_seed(seed % all_cases().size(), 0, "{}");
    std::minstd_rand random{seed};
    boost::system::error_code code;
    boost::json::value root = boost::json::parse(text.substr(2), code);
    if (code.failed())
        root = boost::json::parse(
            success(all_cases()[static_cast<unsigned char>(text[0]) % all_cases().size()].example));
    tree_mutator mutator{seed};
    for (auto changes = 1 + random() % 3; changes != 0; --changes) mutator.change(root);
    if (random() % 8 == 0) text[1] = static_cast<char>(random() % statuses.size());
    std::string const body = boost::json::serialize(root);
    if (body.size() + 2 <= limit) text.replace(2, std::string::npos, body);
}

inline constexpr target mutated_target{"mutated", &run_responses, &response_seeds, &mutate_response};

}  // namespace fuzz

#endif
