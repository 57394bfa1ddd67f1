// SPDX-License-Identifier: BSL-1.0
// Saves the records of a zone in a zone file, restores them, and compares.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>

#include "support/help.hpp"
#include "support/program.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace records = cfdns::records;

namespace {

constexpr std::string_view help = R"(usage: zone_backup backup ZONE FILE
       zone_backup restore ZONE FILE
       zone_backup compare ZONE FILE

Saves the records of a zone in a zone file, restores them, and compares.

ZONE is the name of a zone, or its identifier if that is not unique.

`backup` exports the zone (RFC 1035 section 5). Comments in the file contain what a zone file cannot
express otherwise: comments, tags, proxying and CNAME flattening. Other settings of records are lost:
`ipv4_only`, `ipv6_only` and private routing. FILE is only replaced once the export is complete.

`restore` adds the records of FILE to the zone and shows those that the service skipped. Records that
already exist are skipped as well. Nothing is deleted or changed. A file that is too large for one import
is sent in parts.

`compare` exports the zone again and shows the differences: "-" before records that only FILE has, and "+"
before records that only the zone has. Records that differ in TTL, comment, tags or proxying are
different. SOA records and NS records of the zone itself, which an import does not touch, are not
compared, and neither is the order. FILE should have been written by `backup`: its lines are compared as
text.

Environment: CLOUDFLARE_API_TOKEN, or one of the other credentials that the official SDKs read, and
optionally CLOUDFLARE_BASE_URL.

Exit status: 0 if the zone matches FILE, or was saved; 1 after a failure; 2 for invalid arguments or
settings; 3 if there are differences, or if records that do not exist were skipped.
)";

int fail(std::string const& what, std::string const& why) {
    std::cerr << what << ": " << why << '\n';
    return support::failure;
}

std::optional<std::string> read_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) return std::nullopt;
    return text;
}

// Writes another file first, so that a failure leaves an old backup intact.
bool write_file(std::string const& path, std::string const& text) {
    std::string const part = path + ".part";
    {
        std::ofstream file{part, std::ios::binary | std::ios::trunc};
        file << text;
        file.close();
        if (!file) return false;
    }
    std::error_code failed;
    std::filesystem::rename(part, path, failed);
    return !failed;
}

// The lines with a record that an import would add, sorted. The zone's name is in canonical form.
std::vector<std::string> record_lines(std::string const& text, std::string_view zone) {
    std::vector<std::string> out;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        while (line.ends_with('\r') || line.ends_with(' ') || line.ends_with('\t')) line.pop_back();
        if (line.empty() || line.starts_with(';')) continue;
        std::istringstream fields{line};
        std::string owner, ttl, record_class, type;
        fields >> owner >> ttl >> record_class >> type;
        auto const name = cfdns::canonical_name(owner);
        if (type == "SOA" || (type == "NS" && name && *name == zone)) continue;
        out.push_back(std::move(line));
    }
    std::sort(out.begin(), out.end());
    return out;
}

// Splits a zone file at the ends of lines into parts that can be imported separately; empty if that cannot
// be done, because lines depend on others or are too long.
std::vector<std::string> split_file(std::string const& text, std::size_t limit) {
    if (text.size() <= limit) return {text};
    std::vector<std::string> parts(1);
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        line += '\n';
        bool const dependent = line.starts_with(' ') || line.starts_with('\t') || line.starts_with('$');
        if (dependent || line.size() > limit) return {};
        if (parts.back().size() + line.size() > limit) parts.emplace_back();
        parts.back() += line;
    }
    return parts;
}

int backup(support::client& cloudflare, cfdns::zones::zone const& zone, std::string const& path) {
    auto const exported = cloudflare(records::export_{.zone_id = zone.id});
    if (!exported) return fail(zone.name, exported.error().message());
    if (!write_file(path, exported->text)) return fail(path, "cannot be written");
    std::cout << zone.name << ": " << record_lines(exported->text, zone.name).size() << " records in "
              << path << '\n';
    return support::success;
}

int restore(support::client& cloudflare, cfdns::zones::zone const& zone, std::string const& path) {
    auto const text = read_file(path);
    if (!text) return fail(path, "cannot be read");
    auto const parts = split_file(*text, records::max_import_bytes);
    if (parts.empty())
        return fail(path, "is too large for an import, and cannot be split at the ends of lines");
    std::uint64_t found = 0, added = 0, shown = 0, exist = 0;
    for (std::string const& part : parts) {
        auto const imported =
            cloudflare.full(records::import_{.zone_id = zone.id, .file = records::zone_file(part)});
        if (!imported) {
            if (imported.error().delivery() == cfdns::delivery::unknown)
                std::cerr << "It is not known whether this import had an effect. Compare before you restore "
                             "again, "
                             "which would add SRV records twice.\n";
            std::cerr << added << " records had been added before\n";
            return fail(zone.name, imported.error().message());
        }
        added += imported->value.recs_added.value_or(0);
        found += imported->value.total_records_parsed.value_or(0);
        shown += imported->info.messages.size();
        for (cfdns::api_message const& skipped : imported->info.messages) {
            std::cout << "skipped: " << skipped.message << '\n';
            if (skipped.code == 81057 || skipped.code == 81058) ++exist;
        }
    }
    std::uint64_t const skipped = found - std::min(found, added);
    if (skipped > shown) std::cout << "skipped: " << skipped - shown << " more, without a message\n";
    std::cout << zone.name << ": " << found << " records in " << path << ", " << added << " added, "
              << skipped << " skipped, of which " << exist << " exist\n";
    return skipped > exist ? support::differs : support::success;
}

int compare(support::client& cloudflare, cfdns::zones::zone const& zone, std::string const& path) {
    auto const text = read_file(path);
    if (!text) return fail(path, "cannot be read");
    auto const exported = cloudflare(records::export_{.zone_id = zone.id});
    if (!exported) return fail(zone.name, exported.error().message());
    auto const saved = record_lines(*text, zone.name);
    auto const current = record_lines(exported->text, zone.name);
    std::vector<std::string> missing, further;
    std::set_difference(saved.begin(), saved.end(), current.begin(), current.end(),
                        std::back_inserter(missing));
    std::set_difference(current.begin(), current.end(), saved.begin(), saved.end(),
                        std::back_inserter(further));
    for (std::string const& line : missing) std::cout << "- " << line << '\n';
    for (std::string const& line : further) std::cout << "+ " << line << '\n';
    std::cout << zone.name << ": " << current.size() << " records, " << missing.size() << " only in " << path
              << ", " << further.size() << " only in the zone\n";
    return missing.empty() && further.empty() ? support::success : support::differs;
}

bool is_identifier(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The zone with this name or identifier. Its name is in canonical form.
std::optional<cfdns::zones::zone> find_zone(support::client& cloudflare, std::string const& which) {
    std::optional<cfdns::zones::zone> zone;
    if (is_identifier(which)) {
        auto got = cloudflare(cfdns::zones::get{.zone_id = which});
        if (got)
            zone = std::move(*got);
        else
            std::cerr << which << ": " << got.error().message() << '\n';
    } else {
        zone = support::find_zone(cloudflare, which);
    }
    if (!zone) return std::nullopt;
    auto const name = cfdns::canonical_name(zone->name);
    if (name) zone->name = *name;
    auto const wanted = cfdns::canonical_name(which);
    if (is_identifier(which) || (wanted && *wanted == zone->name)) return zone;
    std::cerr << which << ": is in the zone " << zone->name << ", but is not a zone\n";
    return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    std::string_view const command = argc == 4 ? argv[1] : "";
    auto const run = command == "backup"    ? backup
                     : command == "restore" ? restore
                     : command == "compare" ? compare
                                            : nullptr;
    if (!run) {
        support::print_usage(help);
        return support::usage;
    }
    auto cloudflare = support::client_from_environment();
    if (!cloudflare) return support::usage;
    auto const zone = find_zone(*cloudflare, argv[2]);
    if (!zone) return support::failure;
    return run(*cloudflare, *zone, argv[3]);
}
