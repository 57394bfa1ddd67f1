// SPDX-License-Identifier: BSL-1.0
// A hook for the DNS-01 challenge of ACME (RFC 8555 section 8.4), for certbot.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>

#include "support/help.hpp"
#include "support/program.hpp"

#include <charconv>
#include <chrono>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace records = cfdns::records;

namespace {

constexpr std::string_view help = R"(usage: acme_dns01_hook auth [SECONDS]
       acme_dns01_hook cleanup
       with CERTBOT_DOMAIN and CERTBOT_VALIDATION in the environment

A hook for the DNS-01 challenge of ACME (RFC 8555 section 8.4), for the manual hooks of certbot:

    certbot certonly --manual --preferred-challenges dns -d example.com -d '*.example.com'
        --manual-auth-hook 'acme_dns01_hook auth' --manual-cleanup-hook 'acme_dns01_hook cleanup'

`auth` creates the TXT record _acme-challenge.CERTBOT_DOMAIN with the text CERTBOT_VALIDATION, prints the
identifier of the record, and waits SECONDS (by default 10) for the name servers. If such a record already
exists, it is used. If CERTBOT_REMAINING_CHALLENGES indicates that others follow, only the last one waits.

`cleanup` deletes the record that CERTBOT_AUTH_OUTPUT, the output of `auth`, identifies; without it, the
record with that name and text. Other records of the name are kept: a certificate for example.com and
*.example.com needs two of them at the same time. It is not a failure if the record has already been
deleted.

Environment: the variables of certbot; CLOUDFLARE_API_TOKEN, or one of the other credentials that the
official SDKs read; optionally CLOUDFLARE_ZONE_ID, without which the zone is found by name, and
CLOUDFLARE_BASE_URL. An alias (CNAME) at _acme-challenge is not followed.

Exit status: 0 if the record exists or, after `cleanup`, if nothing is left to delete; 1 after a failure;
2 for invalid arguments or settings.
)";

// The TXT record of one validation.
struct challenge {
    std::string zone_id;
    std::string name;
    records::record_data data;

    // The records of this name and text. Quoting does not matter.
    [[nodiscard]] cfdns::result<std::vector<records::record>> find(support::client& cloudflare) const {
        auto found = support::find_records(cloudflare, zone_id, name, "TXT");
        if (found)
            std::erase_if(*found, [this](records::record const& one) {
                return records::comparison_key(one) != records::comparison_key(name, data);
            });
        return found;
    }
};

int fail(std::string_view name, cfdns::error const& why) {
    std::cerr << name << ": " << why.message() << '\n';
    return support::failure;
}

int auth(support::client& cloudflare, challenge const& wanted, std::chrono::seconds delay) {
    auto found = wanted.find(cloudflare);
    if (found && found->empty()) {
        auto made = cloudflare(records::create{.zone_id = wanted.zone_id,
                                               .name = wanted.name,
                                               .data = wanted.data,
                                               .ttl = std::chrono::minutes{1},
                                               .comment = "ACME validation"});
        if (made) {
            found->push_back(std::move(*made));
        } else if (made.error().is_duplicate() || made.error().delivery() == cfdns::delivery::unknown) {
            // The record may have been created. A create must not be repeated without checking.
            found = wanted.find(cloudflare);
            if (found && found->empty()) return fail(wanted.name, made.error());
        } else {
            return fail(wanted.name, made.error());
        }
    }
    if (!found) return fail(wanted.name, found.error());
    std::cout << found->front().id << std::endl;
    std::string const remaining = support::environment("CERTBOT_REMAINING_CHALLENGES");
    if (delay.count() > 0 && (remaining.empty() || remaining == "0")) {
        std::cerr << "waiting " << delay.count() << " s\n";
        cloudflare.runtime().sleep(delay);
    }
    return support::success;
}

// Whether an identifier is one of the words of a text.
bool names_id(std::string const& text, std::string_view id) {
    std::istringstream words{text};
    for (std::string word; words >> word;)
        if (word == id) return true;
    return false;
}

int cleanup(support::client& cloudflare, challenge const& wanted) {
    auto const found = wanted.find(cloudflare);
    if (!found) return fail(wanted.name, found.error());
    std::string const output = support::environment("CERTBOT_AUTH_OUTPUT");
    std::string deleted;
    for (records::record const& one : *found) {
        if (!output.empty() && !names_id(output, one.id)) continue;
        auto const done = cloudflare(records::delete_{.zone_id = wanted.zone_id, .dns_record_id = one.id});
        if (!done && !done.error().is_not_found()) return fail(wanted.name, done.error());
        deleted += " " + one.id;
    }
    std::cerr << wanted.name << ": " << (deleted.empty() ? "no record to delete" : "deleted" + deleted)
              << '\n';
    return support::success;
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    std::string_view const command = argc > 1 ? argv[1] : "";
    std::string_view const seconds = argc > 2 ? argv[2] : "10";
    unsigned short delay = 0;
    auto const [end, failed] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), delay);
    bool const valid_delay = failed == std::errc{} && end == seconds.data() + seconds.size();
    bool const valid =
        (command == "auth" && argc <= 3 && valid_delay) || (command == "cleanup" && argc == 2);
    std::string domain = support::environment("CERTBOT_DOMAIN");
    std::string const validation = support::environment("CERTBOT_VALIDATION");
    if (!valid || domain.empty() || validation.empty()) {
        support::print_usage(help);
        return support::usage;
    }
    if (domain.starts_with("*.")) domain.erase(0, 2);  // a wildcard is validated by the name below it
    auto const name = cfdns::canonical_name("_acme-challenge." + domain);
    if (!name) {
        std::cerr << "CERTBOT_DOMAIN: " << name.error().message() << '\n';
        return support::usage;
    }
    auto cloudflare = support::client_from_environment();
    if (!cloudflare) return support::usage;
    auto const zone_id = support::find_zone_id(*cloudflare, *name);
    if (!zone_id) return support::failure;
    challenge const wanted{*zone_id, *name, records::txt{.content = records::txt_content(validation)}};
    return command == "auth" ? auth(*cloudflare, wanted, std::chrono::seconds{delay})
                             : cleanup(*cloudflare, wanted);
}
