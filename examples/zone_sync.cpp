// SPDX-License-Identifier: BSL-1.0
// Makes the records of a zone match a file.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>
#include <cfdns/flows.hpp>

#include "support/help.hpp"
#include "support/program.hpp"
#include "support/record_files.hpp"

#include <charconv>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flows = cfdns::flows;

namespace {

constexpr std::string_view help =
    R"(usage: zone_sync [--apply] [--owner=MARKER] [--remove-unlisted] [--apex-ns] [--take-over]
                 [--max-removals=N] [--max-batch=N] [--keep-going] [--json] ZONE FILE

Makes the records of a zone match a file. Without --apply, only shows what would change.

    --apply              carry out the plan
    --owner=MARKER       only change records with this marker, which is the first word of their comments;
                         records that are created get it
    --remove-unlisted    also remove records of names and types that FILE does not have: those with the
                         marker, or without --owner all of them
    --apex-ns            also manage NS records of the zone itself
    --take-over          with --owner: also change records without the marker
    --max-removals=N     allow N removals; by default 10, or 30 % of the zone's records
    --max-batch=N        operations in a request; by default 200, the limit of the free plan
    --keep-going         if the service refuses a record, carry out the rest
    --json               print the plan or the report as JSON

ZONE is the name of a zone. FILE is a zone file (RFC 1035 section 5) such as `zone_backup` writes, or an
array of JSON objects:

    [{"name": "www", "type": "A", "values": ["192.0.2.1"], "ttl": 300, "proxied": false,
      "comment": "web server", "tags": ["team:web"]}]

`ttl`, `proxied`, `comment` and `tags` may be left out, and are then left as they are. A set without
values is removed. Only zone files that the service has exported contain comments and tags.

Environment: CLOUDFLARE_API_TOKEN, or one of the other credentials that the official SDKs read, and
optionally CLOUDFLARE_BASE_URL.

Exit status: 0 if the zone matches FILE, apart from records that are left alone; 1 after a failure or a
conflict, or for invalid arguments; 2 if something would change.
)";

constexpr int would_change = 2;

int fail(std::string const& what, std::string const& why) {
    std::cerr << what << ": " << why << '\n';
    return support::failure;
}

struct arguments {
    flows::desired_records want{.zone_id = "", .zone_name = ""};
    flows::record_rules rules{};
    bool apply = false, json = false;
    std::string zone{}, file{};
};

bool read_number(std::string_view text, std::size_t& to) {
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), to);
    return failed == std::errc{} && end == text.data() + text.size();
}

std::optional<arguments> read_arguments(int count, char** words) {
    arguments out;
    bool remove_unlisted = false;
    std::vector<std::string> names;
    for (int i = 1; i < count; ++i) {
        std::string_view const word = words[i];
        std::string_view const value = word.substr(std::min(word.find('='), word.size() - 1) + 1);
        if (word == "--apply")
            out.apply = true;
        else if (word.starts_with("--owner=") && !value.empty())
            out.want.owner = value;
        else if (word == "--remove-unlisted")
            remove_unlisted = true;
        else if (word == "--apex-ns")
            out.want.apex_ns = true;
        else if (word == "--take-over")
            out.rules.adopt = flows::adoption::take_over;
        else if (word.starts_with("--max-removals=") && read_number(value, out.rules.max_removals))
            continue;
        else if (word.starts_with("--max-batch=") && read_number(value, out.rules.max_batch))
            continue;
        else if (word == "--keep-going")
            out.rules.keep_going = true;
        else if (word == "--json")
            out.json = true;
        else if (word.starts_with("-"))
            return std::nullopt;
        else
            names.emplace_back(word);
    }
    if (names.size() != 2) return std::nullopt;
    out.zone = names[0];
    out.file = names[1];
    if (remove_unlisted)
        out.rules.unlisted = out.want.owner.empty() ? flows::unlisted_records::remove_all
                                                    : flows::unlisted_records::remove_owned;
    return out;
}

// A machine that shows the progress of another one.
class showing_progress {
public:
    using value_type = flows::record_report;
    using time_point = flows::flow::time_point;

    explicit showing_progress(flows::apply_records& work) : work_(work) {}

    std::optional<cfdns::attempt> start(time_point now) { return work_.start(now); }
    std::optional<cfdns::attempt> resume(cfdns::response_view const& received, double random,
                                         time_point now) {
        return shown(work_.resume(received, random, now));
    }
    std::optional<cfdns::attempt> resume(cfdns::error const& failure, double random, time_point now) {
        return shown(work_.resume(failure, random, now));
    }
    void cancel(time_point now) { work_.cancel(now); }
    cfdns::attempt_report const& report() const { return work_.report(); }
    cfdns::result<flows::record_report> take() { return work_.take(); }

private:
    std::optional<cfdns::attempt> shown(std::optional<cfdns::attempt> next) {
        auto const progress = work_.progress();
        if (progress.done + progress.failed == ended_) return next;  // a request that only reads
        ended_ = progress.done + progress.failed;
        std::cerr << progress.done << " of " << progress.steps << " steps done";
        if (progress.failed != 0) std::cerr << ", " << progress.failed << " failed";
        std::cerr << '\n';
        return next;
    }

    flows::apply_records& work_;
    std::size_t ended_ = 0;
};

int sync(support::client& cloudflare, arguments const& given) {
    flows::observe_records look{given.want.zone_id.get(), cloudflare.credentials(), cloudflare.options(),
                                cloudflare.policy()};
    auto const seen = cloudflare.run(look);
    if (!seen) return fail(given.zone, seen.error().message());
    flows::record_plan const plan = flows::make_record_plan(given.want, *seen, given.rules);
    if (plan.empty() || plan.has_conflicts() || !given.apply) {
        std::cout << (given.json ? to_json(plan) + "\n" : to_text(plan));
        return plan.has_conflicts() ? int{support::failure}
               : plan.empty()       ? int{support::success}
                                    : would_change;
    }
    flows::apply_records work{
        plan, given.want, cloudflare.credentials(), cloudflare.options(), cfdns::call_policy{}, given.rules};
    auto const done = cloudflare.run(showing_progress{work});
    if (!done) return fail(given.zone, done.error().message());
    std::cout << (given.json ? to_json(*done) + "\n" : to_text(*done));
    return done->complete() ? support::success : support::failure;
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    auto given = read_arguments(argc, argv);
    if (!given) {
        support::print_usage(help);
        return support::failure;
    }
    std::ifstream file{given->file, std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) return fail(given->file, "cannot be read");
    auto const zone_name = cfdns::canonical_name(given->zone);
    if (!zone_name) return fail(given->zone, "is not a domain name");
    given->want.zone_name = *zone_name;
    try {
        std::size_t const first = text.find_first_not_of(" \t\r\n");
        std::vector<std::string> warnings;
        given->want.sets = first != text.npos && text[first] == '['
                               ? support::read_json_file(text)
                               : support::read_zone_file(text, *zone_name, warnings);
        for (std::string const& one : warnings) std::cerr << given->file << ": " << one << '\n';
    } catch (support::file_error const& error) {
        return fail(given->file, error.what());
    }

    auto cloudflare = support::client_from_environment();
    if (!cloudflare) return support::failure;
    auto const zone = support::find_zone(*cloudflare, given->zone);
    if (!zone) return support::failure;
    auto const found = cfdns::canonical_name(zone->name);
    if (!found || *found != *zone_name)
        return fail(given->zone, "is in the zone " + zone->name + ", but is not a zone");
    given->want.zone_id = zone->id;
    if (auto const checked = flows::check(given->want); !checked)
        return fail(given->file, checked.error().message());
    return sync(*cloudflare, *given);
}
