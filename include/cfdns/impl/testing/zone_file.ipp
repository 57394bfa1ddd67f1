// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_ZONE_FILE_IPP
#define CFDNS_IMPL_TESTING_ZONE_FILE_IPP

#include <cfdns/detail/ascii.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads zone files (RFC 1035 section 5) tolerantly: what cannot be parsed does not affect other records.
namespace cfdns::inline v0_2::detail {

// A record of a zone file. If it has a problem, the other members may be empty.
struct zone_file_record {
    std::string owner{};  // complete, without a final dot
    std::string type{};   // in upper case
    std::string value{};  // with complete host names
    std::string comment{};
    std::optional<std::uint32_t> ttl{};
    std::size_t line{};
    std::string_view problem{};
};

struct zone_file {
    std::vector<zone_file_record> records{};
    bool has_include = false;
};

// The tokens of one entry, quotation marks and escapes included.
struct zone_file_entry {
    std::vector<std::string> tokens{};
    std::string comment{};
    bool starts_with_space = false;
    bool is_malformed = false;  // a quotation mark or a parenthesis is unbalanced
    std::size_t line{};
};

// Repeated $ORIGIN and $GENERATE would make more of a file than memory holds.
inline constexpr std::size_t max_zone_file_records = 20'000, max_zone_file_bytes = 4'000'000;

// Takes the next entry, of several lines if it has parentheses. The last comment counts.
inline zone_file_entry take_entry(std::string_view& text, std::size_t& line) {
    zone_file_entry out;
    out.line = line;
    out.starts_with_space = text.starts_with(' ') || text.starts_with('\t');
    std::size_t open = 0;
    while (!text.empty()) {
        char const c = text.front();
        if (c == '\n') {
            ++line;
            text.remove_prefix(1);
            if (open == 0) return out;
        } else if (is_space(c)) {
            text.remove_prefix(1);
        } else if (c == ';') {
            std::string_view const comment = text.substr(0, text.find('\n'));
            text.remove_prefix(comment.size());
            if (auto const words = trim(comment.substr(1)); !words.empty()) out.comment = words;
        } else if (c == '(' || c == ')') {
            text.remove_prefix(1);
            if (c == ')' && open == 0) out.is_malformed = true;
            if (c == '(') ++open;
            if (c == ')' && open != 0) --open;
        } else {
            std::size_t size = 0;
            bool quoted = false;
            for (; size != text.size() && text[size] != '\n'; ++size) {
                char const d = text[size];
                if (d == '"') {
                    quoted = !quoted;
                } else if (d == '\\' && size + 1 != text.size() && text[size + 1] != '\n') {
                    ++size;
                } else if (!quoted && (is_space(d) || d == ';' || d == '(' || d == ')')) {
                    break;
                }
            }
            if (quoted) out.is_malformed = true;
            out.tokens.emplace_back(text.substr(0, size));
            text.remove_prefix(size);
        }
    }
    if (open != 0) out.is_malformed = true;
    return out;
}

// "3600" or "1h30m".
inline std::optional<std::uint32_t> read_zone_file_ttl(std::string_view text) {
    std::uint64_t sum = 0, number = 0;
    bool digits = false;
    for (char const c : text) {
        if (is_digit(c)) {
            number = number * 10 + static_cast<unsigned>(c - '0');
            digits = true;
        } else {
            std::size_t const unit = std::string_view{"smhdw"}.find(to_lower(c));
            if (!digits || unit == std::string_view::npos) return std::nullopt;
            static constexpr std::array<std::uint32_t, 5> seconds{1, 60, 3600, 86'400, 604'800};
            sum += number * seconds.at(unit);
            number = 0;
            digits = false;
        }
        if (sum + number > 0x7fff'ffff) return std::nullopt;
    }
    if (text.empty()) return std::nullopt;
    return static_cast<std::uint32_t>(sum + number);
}

// A name of the file, without a final dot. The root is ".".
inline std::string complete_name(std::string_view name, std::string_view origin) {
    if (name == "." || name == "@") return std::string{name == "." ? name : origin};
    if (name.ends_with('.')) return std::string{name.substr(0, name.size() - 1)};
    return std::string{name} + (origin == "." ? "" : "." + std::string{origin});
}

// The position of the host name in the value.
inline std::optional<std::size_t> host_position(std::string_view type) noexcept {
    struct entry {
        std::string_view type;
        std::size_t position;
    };
    static constexpr entry known[] = {{"CNAME", 0}, {"NS", 0},   {"PTR", 0}, {"MX", 1},
                                      {"HTTPS", 1}, {"SVCB", 1}, {"SRV", 3}, {"NAPTR", 5}};
    for (entry const& e : known)
        if (e.type == type) return e.position;
    return std::nullopt;
}

inline std::string with_numbers(std::string_view text, std::uint64_t number) {
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        bool const escaped = text[i] == '\\' && i + 1 != text.size();
        if (text[i] == '$')
            out += std::to_string(number);
        else
            out += text[i];
        if (escaped) out += text[++i];
    }
    return out;
}

class zone_file_parser {
public:
    explicit zone_file_parser(std::string_view origin) : origin_(origin) {}

    zone_file parse(std::string_view text) {
        std::size_t line = 1;
        while (!text.empty() && !is_full()) {
            zone_file_entry entry = take_entry(text, line);
            if (entry.tokens.empty()) continue;
            take(entry);
        }
        return std::move(out_);
    }

private:
    void take(zone_file_entry& entry) {
        std::string const& first = entry.tokens[0];
        if (entry.is_malformed) return refuse(entry, "A quotation mark or a parenthesis is unbalanced.");
        if (!first.starts_with('$') || entry.starts_with_space) return add(entry);
        if (iequals(first, "$INCLUDE")) {
            out_.has_include = true;
        } else if (iequals(first, "$GENERATE")) {
            generate(entry);
        } else if (iequals(first, "$ORIGIN") && entry.tokens.size() == 2) {
            origin_ = complete_name(entry.tokens[1], origin_).substr(0, 256);  // longer ones are invalid
        } else if (iequals(first, "$TTL") && entry.tokens.size() == 2) {
            ttl_ = read_zone_file_ttl(entry.tokens[1]);
            if (!ttl_) refuse(entry, "The TTL is invalid.");
        } else {
            refuse(entry, "The directive is unknown or incomplete.");
        }
    }

    // $GENERATE 1-10/2 host-$ A 192.0.2.$
    void generate(zone_file_entry const& entry) {
        std::string_view const range = entry.tokens.size() > 3 ? std::string_view{entry.tokens[1]} : "";
        std::size_t const dash = range.find('-'), slash = range.find('/');
        auto const number = [&](std::size_t from, std::size_t to) -> std::optional<std::uint32_t> {
            std::string_view const digits =
                range.substr(from, to == std::string_view::npos ? to : to - from);
            for (char const c : digits)
                if (!is_digit(c)) return std::nullopt;
            return read_zone_file_ttl(digits);
        };
        auto const first = dash == std::string_view::npos ? std::nullopt : number(0, dash);
        auto const last = first ? number(dash + 1, slash) : std::nullopt;
        auto const step = slash == std::string_view::npos ? 1 : number(slash + 1, std::string_view::npos);
        if (!last || !step || *step == 0 || *first > *last)
            return refuse(entry, "The range of $GENERATE is invalid.");
        for (std::uint64_t i = *first; i <= *last && !is_full(); i += *step) {
            zone_file_entry made;
            made.line = entry.line;
            made.comment = entry.comment;
            for (std::size_t k = 2; k != entry.tokens.size(); ++k)
                made.tokens.push_back(with_numbers(entry.tokens[k], i));
            add(made);
        }
    }

    void add(zone_file_entry& entry) {
        std::size_t next = 0;
        if (!entry.starts_with_space) owner_ = complete_name(entry.tokens[next++], origin_);
        if (owner_.empty()) return refuse(entry, "The name is missing.");
        zone_file_record made;
        made.owner = owner_;
        made.line = entry.line;
        made.ttl = ttl_;
        bool has_ttl = false, has_class = false;
        for (; next != entry.tokens.size(); ++next) {
            std::string_view const token = entry.tokens[next];
            bool const in = iequals(token, "IN");
            if (in || iequals(token, "CH") || iequals(token, "HS")) {
                if (has_class || !in) return refuse(entry, "The class is not IN.");
                has_class = true;
            } else if (auto const ttl = has_ttl ? std::nullopt : read_zone_file_ttl(token)) {
                made.ttl = ttl;
                has_ttl = true;
            } else {
                break;
            }
        }
        if (entry.tokens.size() - next < 2) return refuse(entry, "The type or the value is missing.");
        made.type = entry.tokens[next++];
        for (char& c : made.type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
        auto const host = host_position(made.type);
        for (std::size_t i = next; i != entry.tokens.size(); ++i) {
            std::string token = entry.tokens[i];
            if (host && i == next + *host) token = complete_name(token, origin_);
            if (made.type == "TXT" && !token.starts_with('"')) token.insert(0, 1, '"') += '"';
            made.value += (i == next ? "" : " ") + token;
        }
        made.comment = std::move(entry.comment);
        push(std::move(made));
    }

    void refuse(zone_file_entry const& entry, std::string_view problem) {
        zone_file_record made;
        made.line = entry.line;
        made.problem = problem;
        push(std::move(made));
    }

    void push(zone_file_record record) {
        if (is_full()) return;
        bytes_ += record.owner.size() + record.value.size() + record.comment.size();
        out_.records.push_back(std::move(record));
    }

    [[nodiscard]] bool is_full() const noexcept {
        return out_.records.size() >= max_zone_file_records || bytes_ >= max_zone_file_bytes;
    }

    std::string origin_;
    std::string owner_{};
    std::optional<std::uint32_t> ttl_{};
    zone_file out_{};
    std::size_t bytes_ = 0;
};

inline zone_file read_zone_file(std::string_view text, std::string_view origin) {
    return zone_file_parser{origin}.parse(text);
}

}  // namespace cfdns::inline v0_2::detail

#endif
