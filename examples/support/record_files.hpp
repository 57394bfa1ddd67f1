// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_RECORD_FILES_HPP
#define SUPPORT_RECORD_FILES_HPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/flows/record_sets.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <exception>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Files with the records of a zone. The library itself does not read zone files; this parser is sufficient
/// for the exports of the service and for ordinary files without $INCLUDE and $GENERATE.
namespace support {

/// An error in a file.
struct file_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

inline std::string in_upper_case(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

inline bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// An entry of a zone file: its words, with quotation marks and escapes, and its last comment.
struct entry {
    std::vector<std::string> words{};
    std::string comment{};
    bool has_owner{};
    std::size_t line{};
};

/// Takes the next entry, of several lines if it has parentheses.
inline entry take_entry(std::string_view& text, std::size_t& line) {
    entry out;
    out.line = line;
    out.has_owner = !text.starts_with(' ') && !text.starts_with('\t');
    int open = 0;
    while (!text.empty()) {
        char const c = text.front();
        if (c == '\n') {
            ++line;
            text.remove_prefix(1);
            if (open <= 0) break;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            text.remove_prefix(1);
        } else if (c == '(' || c == ')') {
            open += c == '(' ? 1 : -1;
            text.remove_prefix(1);
        } else if (c == ';') {
            std::size_t const end = std::min(text.find('\n'), text.size());
            out.comment = text.substr(1, end - 1);
            text.remove_prefix(end);
        } else {
            bool const quoted = c == '"';
            std::size_t size = 1;
            for (; size < text.size(); ++size) {
                char const next = text[size];
                if (next == '\\' && size + 1 < text.size()) {
                    ++size;
                } else if (quoted ? next == '"'
                                  : std::string_view{" \t\r\n;()"}.find(next) != std::string_view::npos) {
                    size += quoted ? 1 : 0;
                    break;
                } else if (quoted && next == '\n') {
                    throw file_error{"line " + std::to_string(line) + ": a quotation mark is not closed"};
                }
            }
            size = std::min(size, text.size());
            out.words.emplace_back(text.substr(0, size));
            text.remove_prefix(size);
        }
    }
    if (open != 0) throw file_error{"line " + std::to_string(out.line) + ": parentheses are not balanced"};
    return out;
}

/// "3600", or "1h30m" with units.
inline std::optional<std::chrono::seconds> ttl_of(std::string_view text) {
    std::chrono::seconds total{}, part{};
    bool digits = false;
    for (char const c : text) {
        if (c >= '0' && c <= '9' && part.count() < 100'000'000) {
            part = part * 10 + std::chrono::seconds{c - '0'};
            digits = true;
            continue;
        }
        static std::map<char, int> const units{
            {'S', 1}, {'M', 60}, {'H', 3600}, {'D', 86400}, {'W', 604800}};
        auto const unit = units.find(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
        if (unit == units.end() || !digits) return std::nullopt;
        total += part * unit->second;
        part = {};
        digits = false;
    }
    if (text.empty()) return std::nullopt;
    return total + part;
}

/// The number of the word of a value that is a host name; 0 if there is none.
inline std::size_t host_word(std::string_view type) {
    static std::map<std::string_view, std::size_t> const words{
        {"CNAME", 1}, {"NS", 1}, {"PTR", 1}, {"MX", 2}, {"SRV", 4}, {"HTTPS", 2}, {"SVCB", 2}, {"NAPTR", 6}};
    auto const at = words.find(type);
    return at == words.end() ? 0 : at->second;
}

/// A record of a file.
struct file_record {
    std::string name{}, type{}, value{};
    std::optional<std::chrono::seconds> ttl{};
    std::optional<std::string> comment{};
    std::optional<bool> proxied{};
    std::optional<std::vector<std::string>> tags{};
};

/// What the service writes in comments: "comment cf_tags=owner:me,cf-proxied:true".
inline void read_comment(std::string_view text, file_record& record) {
    std::string_view const mark = "cf_tags=";
    std::size_t const at = text.find(mark);
    if (at == text.npos) return;  // of the file, not of the record
    auto const trim = [](std::string_view of) {
        while (!of.empty() && std::isspace(static_cast<unsigned char>(of.front()))) of.remove_prefix(1);
        while (!of.empty() && std::isspace(static_cast<unsigned char>(of.back()))) of.remove_suffix(1);
        return of;
    };
    record.comment = std::string{trim(text.substr(0, at))};
    record.tags.emplace();
    std::string_view left = text.substr(at + mark.size());
    while (!left.empty()) {
        std::size_t const comma = std::min(left.find(','), left.size());
        std::string_view const tag = trim(left.substr(0, comma));
        left.remove_prefix(std::min(comma + 1, left.size()));
        if (tag.starts_with("cf-proxied:"))
            record.proxied = tag.ends_with(":true");
        else if (!tag.empty() && !tag.starts_with("cf-"))
            record.tags->emplace_back(tag);
    }
}

/// Sets `member` if all records of a set have the same value.
template <class T>
void agree(std::optional<T>& member, std::optional<T> const& value, std::string_view what,
           cfdns::flows::record_set const& set, std::vector<std::string>& warnings) {
    if (member == value) return;
    member.reset();
    warnings.push_back(set.name.get() + " " + set.type.get() + ": records differ in " + std::string{what} +
                       ", which is left as it is");
}

}  // namespace detail

/// The records of a zone file (RFC 1035 section 5), in sets. SOA records are left out. If the records of a
/// set differ in TTL, comment, tags or proxying, a message is added to `warnings`. Throws `file_error`.
inline std::vector<cfdns::flows::record_set> read_zone_file(std::string_view text, std::string_view zone,
                                                            std::vector<std::string>& warnings) {
    std::string origin = zone == "." ? "." : std::string{zone} + ".";
    auto const complete = [&](std::string name) {
        if (name == "@") return origin;
        if (name.ends_with('.')) return name;
        return origin == "." ? name + "." : name + "." + origin;
    };
    // Of $TTL (RFC 2308 section 4), otherwise that of the record before (RFC 1035 section 5.1).
    std::optional<std::chrono::seconds> default_ttl{}, last_ttl{};
    std::string owner;
    std::vector<cfdns::flows::record_set> sets;
    std::map<std::pair<std::string, std::string>, std::size_t> index;
    for (std::size_t line = 1; !text.empty();) {
        detail::entry entry = detail::take_entry(text, line);
        std::string const where = "line " + std::to_string(entry.line) + ": ";
        auto& words = entry.words;
        if (words.empty()) continue;
        if (words[0].starts_with('$')) {
            std::string const directive = detail::in_upper_case(words[0]);
            auto const ttl = words.size() == 2 ? detail::ttl_of(words[1]) : std::nullopt;
            if (directive == "$ORIGIN" && words.size() == 2)
                origin = complete(words[1]);
            else if (directive == "$TTL" && ttl)
                default_ttl = *ttl;
            else
                throw file_error{where + directive + " is not supported, or malformed"};
            continue;
        }
        if (entry.has_owner) {
            owner = complete(words[0]);
            words.erase(words.begin());
        }
        detail::file_record record{.name = owner, .ttl = default_ttl ? default_ttl : last_ttl};
        while (!words.empty()) {  // TTL and class, in any order
            std::string const word = detail::in_upper_case(words[0]);
            auto const ttl = word[0] >= '0' && word[0] <= '9' ? detail::ttl_of(word) : std::nullopt;
            if (ttl) record.ttl = last_ttl = *ttl;
            if (word == "CH" || word == "HS") throw file_error{where + "the class must be IN"};
            if (!ttl && word != "IN") break;
            words.erase(words.begin());
        }
        if (owner.empty() || words.size() < 2)
            throw file_error{where + "a record needs owner, type and value"};
        record.type = detail::in_upper_case(words[0]);
        if (record.type == "SOA") continue;
        std::size_t const host = detail::host_word(record.type);
        for (std::size_t i = 1; i != words.size(); ++i)
            record.value += (i == 1 ? "" : " ") + (i == host ? complete(words[i]) : words[i]);
        // Words without quotation marks are strings of their own.
        if (record.type == "TXT") {
            record.value.clear();
            for (std::size_t i = 1; i != words.size(); ++i)
                record.value +=
                    (i == 1 ? "" : " ") + (words[i].starts_with('"') ? words[i] : "\"" + words[i] + "\"");
        }
        detail::read_comment(entry.comment, record);

        auto const name = cfdns::canonical_name(record.name);
        if (!name) throw file_error{where + record.name + " is not a domain name"};
        auto const [at, added] = index.try_emplace({*name, record.type}, sets.size());
        if (added)
            sets.push_back({.name = *name + ".",
                            .type = record.type,
                            .values = {record.value},
                            .ttl = record.ttl,
                            .proxied = record.proxied,
                            .comment = record.comment,
                            .tags = record.tags});
        else {
            cfdns::flows::record_set& set = sets[at->second];
            set.values.get().push_back(record.value);
            detail::agree(set.ttl, record.ttl, "TTL", set, warnings);
            detail::agree(set.proxied, record.proxied, "proxying", set, warnings);
            detail::agree(set.comment, record.comment, "comment", set, warnings);
            detail::agree(set.tags, record.tags, "tags", set, warnings);
        }
    }
    return sets;
}

/// The sets of a JSON file: an array of objects with the members of `record_set`. Throws `file_error`.
inline std::vector<cfdns::flows::record_set> read_json_file(std::string_view text) {
    namespace json = boost::json;
    std::vector<cfdns::flows::record_set> sets;
    boost::system::error_code failed;
    json::value const root = json::parse(json::string_view{text.data(), text.size()}, failed);
    if (failed) throw file_error{"is not JSON: " + failed.message()};
    if (!root.is_array()) throw file_error{"must be an array of sets"};
    auto const texts = [](json::value const& of) {
        std::vector<std::string> out;
        for (json::value const& one : of.as_array()) out.emplace_back(one.as_string().c_str());
        return out;
    };
    for (json::value const& one : root.get_array()) {
        std::string const where = "/" + std::to_string(sets.size());
        try {
            cfdns::flows::record_set set{.name = "", .type = "", .values = std::vector<std::string>{}};
            bool has_values = false;
            for (auto const& [key, value] : one.as_object()) {
                if (key == "name")
                    set.name = value.as_string().c_str();
                else if (key == "type")
                    set.type = value.as_string().c_str();
                else if (key == "values") {
                    set.values = texts(value);
                    has_values = true;
                } else if (key == "ttl")
                    set.ttl = std::chrono::seconds{value.as_int64()};
                else if (key == "proxied")
                    set.proxied = value.as_bool();
                else if (key == "comment")
                    set.comment = value.as_string().c_str();
                else if (key == "tags")
                    set.tags = texts(value);
                else
                    throw file_error{where + ": unknown member " + std::string{key.data(), key.size()}};
            }
            if (!has_values) throw file_error{where + ": values are missing"};
            sets.push_back(std::move(set));
        } catch (file_error const&) {
            throw;
        } catch (std::exception const&) {
            throw file_error{where + ": a member has the wrong type"};
        }
    }
    return sets;
}

}  // namespace support

#endif
