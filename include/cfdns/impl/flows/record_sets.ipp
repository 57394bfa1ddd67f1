// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_RECORD_SETS_IPP
#define CFDNS_IMPL_FLOWS_RECORD_SETS_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/flows/record_sets.hpp>
#include <cfdns/impl/flows/record_values.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline constexpr std::uint32_t no_record_value = (std::numeric_limits<std::uint32_t>::max)();

// A desired value or an observed record. Texts are in an arena.
struct record_entry {
    std::uint64_t hash{};  // of the name
    std::size_t name_at{}, key_at{};
    std::uint32_t name_size{}, key_size{};
    std::uint32_t index{};  // of the set or the record
    std::uint32_t value{};  // of the desired value; `no_record_value` for a set without values
    // Of a set 0 if it is not managed.
    std::uint32_t ttl{};
    std::uint8_t type{};
    // Of a set whether it is managed, and whether comment or tags are; of a record whether the service
    // manages it.
    bool proxied{}, proxied_is_managed{}, has_notes{}, is_locked{};
};

// Desired values or observed records, with their texts in one block of memory.
struct record_entries {
    std::string texts{};
    std::vector<record_entry> all{};

    std::string_view name(record_entry const& of) const noexcept {
        return std::string_view{texts}.substr(of.name_at, of.name_size);
    }
    std::string_view key(record_entry const& of) const noexcept {
        return std::string_view{texts}.substr(of.key_at, of.key_size);
    }

    // By name, type and value. Names are in the order of their hashes, which are quick to compare.
    void sort() {
        std::sort(all.begin(), all.end(), [this](record_entry const& a, record_entry const& b) {
            if (a.hash != b.hash) return a.hash < b.hash;
            if (int const names = name(a).compare(name(b)); names != 0) return names < 0;
            if (a.type != b.type) return a.type < b.type;
            if (int const keys = key(a).compare(key(b)); keys != 0) return keys < 0;
            return a.index != b.index ? a.index < b.index : a.value < b.value;
        });
    }
};

// FNV-1a, eight octets at a time.
CFDNS_DECL std::uint64_t name_hash(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325u;
    for (; text.size() >= 8; text.remove_prefix(8)) {
        hash = (hash ^ load<std::uint64_t>(text.data())) * 0x0000'0100'0000'01b3u;
        hash ^= hash >> 32;
    }
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3u;
    return hash;
}

CFDNS_DECL bool has_owner(std::string_view comment, std::string_view owner) noexcept {
    return comment.starts_with(owner) && (comment.size() == owner.size() || comment[owner.size()] == ' ');
}

CFDNS_DECL std::string_view without_owner(std::string_view comment, std::string_view owner) noexcept {
    if (owner.empty() || !has_owner(comment, owner)) return comment;
    return comment.substr((std::min)(owner.size() + 1, comment.size()));
}

// The comment of a record: the marker of the owner is its first word. The text may have it already, as those
// of exported records do.
CFDNS_DECL std::string owned_comment(std::string_view owner, std::string_view text) {
    std::string out{owner};
    text = without_owner(text, owner);
    if (!owner.empty() && !text.empty()) out += ' ';
    return out += text;
}

// Whether the service refuses it for its length: it has more than 500 characters, whatever octets they need.
CFDNS_DECL bool is_too_long_comment(std::string_view comment) noexcept {
    auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return std::count_if(comment.begin(), comment.end(), begins) > 500;
}

// Reads desired records: checks them, and makes their names and values comparable.
class desired_record_reader {
public:
    desired_record_reader(flows::desired_records const& want, record_types const& types, record_entries& out)
        : want_(want), types_(types), out_(out) {}

    std::optional<refusal> read() {
        check_zone();
        std::size_t values = 0, octets = 0;
        for (flows::record_set const& set : want_.sets) {
            values += (std::max)(set.values.get().size(), std::size_t{1});
            octets += set.name.get().size() + zone_.size() + 8;
            for (std::string const& value : set.values.get()) octets += value.size() + 8;
        }
        if (want_.sets.size() >= no_record_value || values >= no_record_value)
            refuse("sets", "has too many elements");
        out_.all.reserve(values);
        out_.texts.reserve(octets);
        for (std::size_t i = 0; i != want_.sets.size() && !refused_; ++i) read_set(i);
        out_.sort();
        for (std::size_t i = 0; i < out_.all.size() && !refused_;) i = check_name(i);
        return std::move(refused_);
    }

    std::string const& zone() const noexcept { return zone_; }

private:
    void refuse(std::string_view parameter, std::string_view reason) {
        if (!refused_) refused_ = make_refusal(parameter, reason);
    }
    static std::string path(std::size_t set, std::string_view member) {
        return "sets/" + std::to_string(set) + "/" + std::string{member};
    }
    static std::string value_path(record_entry const& of) {
        return path(of.index, "values/" + std::to_string(of.value));
    }

    void check_zone() {
        if (want_.zone_id.get().empty()) refuse("zone_id", "must not be empty");
        auto zone = canonical_name(want_.zone_name.get());
        if (zone.has_error()) return refuse("zone_name", "is not a domain name");
        zone_ = *std::move(zone);
        constexpr std::size_t max_owner = 100;
        if (want_.owner.size() > max_owner) refuse("owner", "must have at most 100 characters");
        for (char const c : want_.owner)
            if (c <= ' ' || c > '~') refuse("owner", "must be printable ASCII without spaces");
    }

    // Appends the complete name. Returns why that is not possible.
    char const* append_name(std::string_view name) {
        if (name == "@") {
            out_.texts += zone_;
            return nullptr;
        }
        std::size_t const start = out_.texts.size();
        if (!is_unescaped_name(name) || append_canonical_name(out_.texts, name) || name == ".")
            return "is not a domain name";
        std::string_view const full = std::string_view{out_.texts}.substr(start);
        bool const root = zone_ == ".";
        bool const inside = root || full == zone_ ||
                            (full.size() > zone_.size() && full.ends_with(zone_) &&
                             full[full.size() - zone_.size() - 1] == '.');
        if (!inside && name.ends_with('.')) return "is not in the zone";
        if (inside) return nullptr;
        if (full.size() + 1 + zone_.size() > max_name) return "is too long with the name of the zone";
        (out_.texts += '.') += zone_;
        return nullptr;
    }

    void read_set(std::size_t i) {
        flows::record_set const& set = want_.sets[i];
        record_entry entry;
        entry.index = static_cast<std::uint32_t>(i);
        entry.name_at = out_.texts.size();
        if (char const* const reason = append_name(set.name.get())) return refuse(path(i, "name"), reason);
        entry.name_size = static_cast<std::uint32_t>(out_.texts.size() - entry.name_at);
        entry.hash = name_hash(out_.name(entry));
        auto const type = types_.find(set.type.get());
        if (!type) return refuse(path(i, "type"), "is not a type that the library knows");
        entry.type = *type;
        record_type const& kind = types_[*type];
        check_members(i, set, kind);
        entry.ttl = set.ttl ? static_cast<std::uint32_t>(set.ttl->count()) : 0;
        entry.proxied = set.proxied.value_or(false);
        entry.proxied_is_managed = set.proxied.has_value();
        entry.has_notes = set.comment || set.tags || !want_.owner.empty();
        auto const& values = set.values.get();
        for (std::size_t v = 0; v != values.size(); ++v) {
            entry.value = static_cast<std::uint32_t>(v);
            entry.key_at = out_.texts.size();
            if (!is_utf8(values[v])) return refuse(value_path(entry), "is not valid UTF-8");
            if (!append_desired_key(out_.texts, kind, values[v], zone_))
                return refuse(value_path(entry), "is not a value of type " + std::string{kind.name});
            entry.key_size = static_cast<std::uint32_t>(out_.texts.size() - entry.key_at);
            out_.all.push_back(entry);
        }
        if (!values.empty()) return;
        entry.value = no_record_value;
        entry.key_at = out_.texts.size();
        entry.key_size = 0;
        out_.all.push_back(entry);
    }

    void check_members(std::size_t i, flows::record_set const& set, record_type const& kind) {
        constexpr std::chrono::seconds shortest_ttl{30}, longest_ttl{86400};
        if (set.ttl && *set.ttl != records::automatic_ttl &&
            (*set.ttl < shortest_ttl || *set.ttl > longest_ttl))
            refuse(path(i, "ttl"), "must be 1 or from 30 to 86400");
        if (set.proxied == true && !kind.can_proxy)
            refuse(path(i, "proxied"), "must be set for A, AAAA and CNAME records only");
        if (set.comment) {
            if (!is_utf8(*set.comment) || has_control(*set.comment))
                refuse(path(i, "comment"), "must be one line of UTF-8");
            if (is_too_long_comment(owned_comment(want_.owner, *set.comment)))
                refuse(path(i, "comment"), "must have at most 500 characters with the marker of the owner");
        }
        if (!set.tags) return;
        for (std::size_t t = 0; t != set.tags->size(); ++t)
            if (std::string const& tag = (*set.tags)[t]; tag.empty() || has_control(tag) || !is_utf8(tag))
                refuse(path(i, "tags/" + std::to_string(t)), "must be a text without control characters");
    }

    // Checks the entries of one name, and returns the index of the next name.
    std::size_t check_name(std::size_t first) {
        auto const& all = out_.all;
        bool const apex = out_.name(all[first]) == zone_;
        std::uint32_t types = 0;
        std::size_t i = first;
        for (;
             i != all.size() && all[i].hash == all[first].hash && out_.name(all[i]) == out_.name(all[first]);
             ++i) {
            record_entry const& one = all[i];
            if (i != first && all[i - 1].type == one.type) check_pair(all[i - 1], one);
            if (one.value == no_record_value) continue;
            std::uint32_t const bit = std::uint32_t{1} << one.type;
            if (bit == exclusive_.ds && apex)
                refuse(path(one.index, "name"),
                       "must be below the zone: DS records of the zone itself belong to its parent");
            bool const second_cname = bit == exclusive_.cname && (types & bit) != 0;
            if ((exclusive_.excluded_by(bit, apex) & types) != 0)
                refuse(path(one.index, second_cname ? "values" : "type"),
                       second_cname ? "must have at most one element"
                                    : "conflicts with another type of the same name");
            types |= bit;
        }
        return i;
    }

    void check_pair(record_entry const& a, record_entry const& b) {
        if (a.index != b.index)
            refuse(path((std::max)(a.index, b.index), "name"),
                   "repeats name and type of sets/" + std::to_string((std::min)(a.index, b.index)));
        else if (out_.key(a) == out_.key(b))
            refuse(value_path(b), "repeats values/" + std::to_string(a.value));
    }

    flows::desired_records const& want_;
    record_types const& types_;
    record_entries& out_;
    exclusive_types exclusive_{types_};
    std::string zone_{};
    std::optional<refusal> refused_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL result<void> check(desired_records const& want) {
    detail::record_entries unused;
    if (auto const refused = detail::desired_record_reader{want, {}, unused}.read())
        return detail::invalid_parameter(*refused);
    return {};
}

CFDNS_DECL std::string value_text(records::record_data const& data) {
    if (auto const* const raw = std::get_if<records::other>(&data)) {
        records::record plain;
        plain.type = raw->type.get();
        plain.content = raw->content;
        plain.priority = raw->priority;
        plain.data = raw->data;
        return value_text(plain);
    }
    records::record_data copy{data};
    detail::held_alternative const held = detail::union_of<records::record_data>.held(&copy);
    auto const& tag = detail::union_of<records::record_data>.alternatives[held.index].tag;
    auto const& tagged = *detail::find_alternative(detail::union_of<records::record_data>, tag.value);
    return detail::written_parts(detail::make_record_type(tagged), held.address);
}

CFDNS_DECL std::string value_text(records::record const& record) {
    if (!record.content) {
        std::vector<mismatch> unused;
        records::record_data const data = detail::read_record_data<detail::reader>(record, unused);
        if (!std::holds_alternative<records::other>(data)) return value_text(data);
    }
    std::string out = record.content.value_or("");
    if (!record.priority) return out;
    bool const without_priority = record.type == "MX" ||
                                  (record.type == "SRV" && detail::split_presentation(out).size() < 4) ||
                                  (record.type == "URI" && detail::split_presentation(out).size() < 3);
    return without_priority ? std::to_string(*record.priority) + " " + out : out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
