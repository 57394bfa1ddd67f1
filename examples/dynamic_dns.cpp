// SPDX-License-Identifier: BSL-1.0
// A dynamic DNS updater: gives a host name an address.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>

#include "support/help.hpp"
#include "support/program.hpp"

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace records = cfdns::records;

namespace {

constexpr std::string_view help = R"(usage: dynamic_dns HOST ADDRESS...
       with at most one IPv4 and one IPv6 address

A dynamic DNS updater: gives a host name an address.

ADDRESS is an IPv4 address, an IPv6 address, or one of each: HOST then has an A record, an AAAA record or
both. A record that exists is changed; its TTL, comment, tags and proxying are kept. Otherwise a record is
created, with an automatic TTL and not proxied. A second record is never created: if HOST has several of
the same type, the program does not choose between them, but lists them and fails.

For each address, one line says what was done: "created", "changed from ..." or "unchanged".

Environment: CLOUDFLARE_API_TOKEN, or one of the other credentials that the official SDKs read; optionally
CLOUDFLARE_ZONE_ID, without which the zone is found by the host name, and CLOUDFLARE_BASE_URL.

Exit status: 0 if HOST has the addresses; 1 after a failure; 2 for invalid arguments or settings.
)";

// The addresses of a host; at most one of each type.
struct addresses {
    std::optional<std::string> a{}, aaaa{};

    // Returns false if there is one of this type already.
    bool add(std::string const& address) {
        auto& place = address.find(':') == std::string::npos ? a : aaaa;
        if (place || address.empty()) return false;
        place = address;
        return true;
    }
};

// Gives a host name one address, of type A or AAAA.
class updater {
public:
    updater(support::client& cloudflare, std::string zone_id, std::string name, records::record_data data,
            std::string_view type, std::string address)
        : cloudflare_(cloudflare),
          zone_id_(std::move(zone_id)),
          name_(std::move(name)),
          data_(std::move(data)),
          type_(type),
          address_(std::move(address)) {}

    // Returns whether the host has the address now.
    bool run() {
        auto const found = look();
        if (!found) return fail(found.error());
        return found->empty() ? create() : use(*found);
    }

private:
    [[nodiscard]] cfdns::result<std::vector<records::record>> look() {
        return support::find_records(cloudflare_, zone_id_, name_, type_);
    }

    // As DNS compares addresses: 2001:DB8:0::1 is 2001:db8::1.
    [[nodiscard]] bool has_address(records::record const& record) const {
        return records::comparison_key(record) == records::comparison_key(name_, data_);
    }

    // If several programs create a record at the same time, the first one keeps its record.
    static bool is_oldest(records::record const& made, std::vector<records::record> const& all) {
        auto const age = [](records::record const& one) {
            return std::pair{std::string{one.created_on ? one.created_on->text() : ""}, one.id};
        };
        return std::none_of(all.begin(), all.end(),
                            [&](records::record const& one) { return age(one) < age(made); });
    }

    bool create() {
        auto const made = cloudflare_(records::create{.zone_id = zone_id_, .name = name_, .data = data_});
        bool const lost = !made && made.error().delivery() == cfdns::delivery::unknown;
        if (!made && !lost && !made.error().is_duplicate()) return fail(made.error());
        // Only another lookup shows which records exist now: the response may have been lost, in which case
        // the request must not be repeated without checking, and another program may have created a record
        // as well.
        auto found = look();
        if (!found) return fail(found.error());
        if (found->empty()) return made ? succeed("created") : fail(made.error());
        if ((made || lost) && found->size() == 1 && has_address(found->front())) return succeed("created");
        if (made && found->size() > 1 && !is_oldest(*made, *found)) {
            auto const removed =
                cloudflare_(records::delete_{.zone_id = zone_id_, .dns_record_id = made->id});
            if (!removed && !removed.error().is_not_found()) return fail(removed.error());
            std::erase_if(*found, [&](records::record const& one) { return one.id == made->id; });
        }
        return use(*found);
    }

    bool use(std::vector<records::record> const& found) {
        if (found.size() > 1) {
            std::string list;
            for (records::record const& one : found)
                list.append(list.empty() ? "" : ", ").append(one.id + " (" + one.content.value_or("") + ")");
            return fail("refused, because there are " + std::to_string(found.size()) + " records: " + list);
        }
        records::record const& record = found.front();
        if (has_address(record)) return succeed("unchanged");
        auto const changed = cloudflare_(records::edit{
            .zone_id = zone_id_, .dns_record_id = record.id, .data = records::partial{.content = address_}});
        if (!changed) return fail(changed.error());
        return succeed("changed from " + record.content.value_or("another value"));
    }

    bool succeed(std::string const& what) const {
        std::cout << name_ << ' ' << type_ << ' ' << address_ << ": " << what << '\n';
        return true;
    }
    bool fail(std::string const& why) const {
        std::cerr << name_ << ' ' << type_ << ' ' << address_ << ": " << why << '\n';
        return false;
    }
    bool fail(cfdns::error const& why) const { return fail(why.message()); }

    support::client& cloudflare_;
    std::string const zone_id_;
    std::string const name_;
    records::record_data const data_;
    std::string_view const type_;
    std::string const address_;
};

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    addresses wanted;
    bool valid = argc > 2;
    for (int i = 2; i < argc; ++i) valid = wanted.add(argv[i]) && valid;
    if (!valid) {
        support::print_usage(help);
        return support::usage;
    }
    auto const name = cfdns::canonical_name(argv[1]);
    if (!name) {
        std::cerr << argv[1] << ": " << name.error().message() << '\n';
        return support::usage;
    }
    auto cloudflare = support::client_from_environment();
    if (!cloudflare) return support::usage;
    auto const zone_id = support::find_zone_id(*cloudflare, *name);
    if (!zone_id) return support::failure;

    bool done = true;
    if (wanted.a)
        done = updater{*cloudflare, *zone_id, *name, records::a{.content = *wanted.a}, "A", *wanted.a}.run();
    if (wanted.aaaa)
        done = updater{*cloudflare, *zone_id,    *name, records::aaaa{.content = *wanted.aaaa},
                       "AAAA",      *wanted.aaaa}
                   .run() &&
               done;
    return done ? support::success : support::failure;
}
