// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_CONTRACT_SECOND_READER_HPP
#define CFDNS_TESTS_CONTRACT_SECOND_READER_HPP

#include "operations.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Compares what the library read with a document that Boost.JSON parsed from the same response.
class second_reader {
public:
    // The first thing that differs; empty if nothing does.
    std::string difference{};
    int members_compared = 0;
    int members_unknown = 0;
    int mismatches = 0;

    template <class T>
    void compare(cfdns::response<T> const& read, boost::json::value const& root) {
        if constexpr (!std::same_as<T, cfdns::no_content>) {
            value const& result = root.at("result");
            compare_value(
                read.value,
                cfdns::detail::result_may_be_absent<T>() && cfdns::detail::has_fields<T> && result.is_null()
                    ? value(boost::json::object{})
                    : result,
                "/result");
        }
        compare_messages(read.info.errors, root.at("errors"), "/errors");
        compare_messages(read.info.messages, root.at("messages"), "/messages");
        auto const* paging = root.as_object().if_contains("result_info");
        if (read.info.result_info.has_value() != (paging != nullptr)) note("/result_info", "presence");
        if (paging && read.info.result_info) compare_value(*read.info.result_info, *paging, "/result_info");

        std::vector<std::string> reported;
        for (cfdns::mismatch const& s : read.info.mismatches) {
            reported.push_back(s.pointer);
            if (s.expected.empty() || s.found.empty()) note(s.pointer, "a mismatch that says too little");
        }
        std::sort(reported.begin(), reported.end());
        std::sort(expected_.begin(), expected_.end());
        if (reported != expected_)
            note("mismatches",
                 std::to_string(reported.size()) + " in place of " + std::to_string(expected_.size()));
        mismatches += static_cast<int>(expected_.size());
        expected_.clear();
    }

    // A response with text in place of the envelope.
    void compare_text(cfdns::response<cfdns::text_body> const& read, cfdns::http_response const& received) {
        expect(read.value.text == received.body, "text");
        expect(read.value.content_type == cfdns::find_header(received.headers, "Content-Type"),
               "Content-Type");
    }

    // The pointers of the unknown members since the last call.
    std::vector<std::string> take_unknown() { return std::exchange(unknown_, {}); }

private:
    using value = boost::json::value;

    void expect(bool equal, std::string const& pointer) {
        ++members_compared;
        if (!equal) note(pointer, "value");
    }
    void note(std::string const& pointer, std::string const& what) {
        if (difference.empty()) difference = pointer + ": " + what;
    }

    template <std::integral Number>
    static std::optional<Number> whole(value const& json) {
        if (auto const* number = json.if_int64()) return in_range<Number>(*number);
        if (auto const* number = json.if_uint64()) return in_range<Number>(*number);
        auto const* number = json.if_double();
        if (!number || *number != std::trunc(*number) || std::abs(*number) > 9007199254740992.0)
            return std::nullopt;
        return in_range<Number>(static_cast<std::int64_t>(*number));
    }
    template <std::integral Number, std::integral From>
    static std::optional<Number> in_range(From number) {
        if (!std::in_range<Number>(number)) return std::nullopt;
        return static_cast<Number>(number);
    }

    template <class T>
    static bool fits(value const& json) {
        if constexpr (std::same_as<T, bool>)
            return json.is_bool();
        else if constexpr (std::integral<T>)
            return whole<T>(json).has_value();
        else if constexpr (std::same_as<T, double>)
            return json.is_number();
        else if constexpr (cfdns::detail::has_fields<T> || requires { typename T::mapped_type; })
            return json.is_object();
        else if constexpr (std::same_as<T, std::chrono::seconds>)
            return whole<std::int64_t>(json).has_value();
        else if constexpr (requires {
                               typename T::allocator_type;
                               typename T::value_type;
                           } &&
                           !std::same_as<T, std::string>)
            return json.is_array();
        else
            return json.is_string();
    }

    void compare_value(std::string_view read, value const& json, std::string const& at) {
        expect(json.is_string() && json.get_string() == read, at);
    }
    void compare_value(cfdns::secret_string const& read, value const& json, std::string const& at) {
        compare_value(read.expose(), json, at);
    }
    void compare_value(cfdns::timestamp const& read, value const& json, std::string const& at) {
        compare_value(read.text(), json, at);
    }
    void compare_value(bool read, value const& json, std::string const& at) {
        expect(json.is_bool() && json.get_bool() == read, at);
    }
    template <std::integral Number>
    void compare_value(Number read, value const& json, std::string const& at) {
        expect(whole<Number>(json) == read, at);
    }
    // Boost.JSON's parser rounds imprecisely by default.
    void compare_value(double read, value const& json, std::string const& at) {
        double const expected = json.is_number() ? json.to_number<double>() : std::nan("");
        expect(std::abs(read - expected) <= 1e-14 * std::abs(expected), at);
    }
    void compare_value(std::chrono::seconds read, value const& json, std::string const& at) {
        expect(whole<std::int64_t>(json) == read.count(), at);
    }
    template <class T>
    void compare_value(std::optional<T> const& read, value const& json, std::string const& at) {
        bool const there = fits<T>(json);
        if (!there && !json.is_null()) expected_.push_back(at);
        if (read.has_value() != there) return note(at, there ? "lost" : "invented");
        if (there) compare_value(*read, json, at);
    }
    template <class T>
    void compare_value(cfdns::nullable<T> const& read, value const& json, std::string const& at) {
        bool const there = fits<T>(json);
        if (!there && !json.is_null()) expected_.push_back(at);
        if (read.has_value() != there) return note(at, there ? "lost" : "invented");
        if (there) compare_value(*read, json, at);
    }
    template <class T>
    void compare_value(std::vector<T> const& read, value const& json, std::string const& at) {
        auto const& array = json.as_array();
        if (array.size() != read.size()) return note(at, "length");
        for (std::size_t i = 0; i != read.size(); ++i)
            compare_value(read[i], array[i], at + '/' + std::to_string(i));
    }
    // Values that do not fit are left out, and a map without any is empty.
    template <class T>
    void compare_value(std::optional<std::map<std::string, T>> const& read, value const& json,
                       std::string const& at) {
        if (!json.is_object()) {
            if (!json.is_null()) expected_.push_back(at);
            if (read) note(at, "invented");
            return;
        }
        std::size_t fitting = 0;
        for (auto const& member : json.get_object()) {
            std::string const name{member.key()};
            if (!fits<T>(member.value())) {
                expected_.push_back(at + '/' + name);
                continue;
            }
            ++fitting;
            auto const found = read ? read->find(name) : typename std::map<std::string, T>::const_iterator{};
            if (!read || found == read->end()) return note(at + '/' + name, "lost");
            compare_value(found->second, member.value(), at + '/' + name);
        }
        if (read ? read->size() != fitting : fitting != 0 || json.get_object().empty())
            note(at, "number of values");
    }
    template <class T>
        requires cfdns::detail::has_fields<T>
    void compare_value(T const& read, value const& json, std::string const& at) {
        auto const& object = json.as_object();
        std::size_t known = 0;
        std::vector<std::string_view> declared;
        cfdns::extra_members const* extra = nullptr;
        for_each_member(read, [&]<class M>(std::string_view name, M const& member) {
            if constexpr (std::same_as<M, cfdns::extra_members>) {
                extra = &member;
            } else {
                auto const* found = object.if_contains(name);
                declared.push_back(name);
                if (found) ++known;
                compare_value(member, found ? *found : value{}, at + '/' + std::string{name});
            }
        });
        if (!extra) return;
        std::size_t kept = 0;  // declared members that did not fit
        for (cfdns::extra_member const member : *extra)
            if (std::find(declared.begin(), declared.end(), member.name) != declared.end()) ++kept;
        if (extra->size() != object.size() - known + kept) note(at, "number of unknown members");
        members_unknown += static_cast<int>(extra->size() - kept);
        for (cfdns::extra_member const member : *extra) {
            auto const* found = object.if_contains(member.name);
            if (std::find(declared.begin(), declared.end(), member.name) == declared.end())
                unknown_.push_back(at + '/' + std::string{member.name});
            if (!found || boost::json::parse(member.json) != *found)
                note(at + '/' + std::string{member.name}, "unknown member");
        }
    }
    void compare_messages(std::vector<cfdns::api_message> const& read, value const& json,
                          std::string const& at) {
        auto const& array = json.as_array();
        if (array.size() != read.size()) return note(at, "length");
        for (std::size_t i = 0; i != read.size(); ++i) {
            auto const& entry = array[i].as_object();
            std::string const here = at + '/' + std::to_string(i);
            auto const member = [](boost::json::object const& of, char const* name) {
                auto const* found = of.if_contains(name);
                return found ? *found : value{};
            };
            compare_value(read[i].code, member(entry, "code"), here + "/code");
            compare_value(read[i].message, member(entry, "message"), here + "/message");
            compare_value(read[i].documentation_url, member(entry, "documentation_url"),
                          here + "/documentation_url");
            value const source = member(entry, "source");
            if (read[i].source.has_value() != source.is_object()) return note(here + "/source", "presence");
            if (!read[i].source) continue;
            compare_value(read[i].source->pointer, member(source.as_object(), "pointer"),
                          here + "/source/pointer");
        }
    }

    std::vector<std::string> expected_{};
    std::vector<std::string> unknown_{};
};

#endif
