// SPDX-License-Identifier: BSL-1.0
// Finds out how zone transfers of the real service behave where no public source describes it.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>
#include <cfdns/testing/quirks.hpp>
#include <cfdns/testing/services/zone_transfers.hpp>

#include "support/help.hpp"
#include "support/program.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace zt = cfdns::zone_transfers;

namespace {

constexpr std::string_view help = R"(usage: live_check [--dry-run] ACCOUNT ZONE...
       live_check --yes ACCOUNT ZONE...
       with identifiers of 32 hexadecimal digits

Finds out how zone transfers of the real service behave where no public source describes it, and prints
which quirks of the in-memory service apply, as a table to paste into an issue.

    live_check [--dry-run] ACCOUNT ZONE...  shows what it would do; sends nothing
    live_check --yes ACCOUNT ZONE...        does it

ACCOUNT and ZONE are identifiers. Use an account that is entitled to zone transfers and that contains
nothing of importance. Questions about incoming transfers need a zone of type "secondary", those about
outgoing transfers a zone of another type. If a zone already has a configuration, its questions are not
asked.

The program changes and deletes only what it has created itself: ACLs, peers and TSIGs with random names,
and the configurations of these zones. The records of a secondary zone are replaced if it is transferred,
which requires a primary server; see below. At the end, everything is deleted again, even after a failure
or SIGINT; a second SIGINT ends the program at once. Addresses are from TEST-NET-1 (RFC 5737).

Environment: CLOUDFLARE_API_TOKEN, or one of the other credentials that the official SDKs read, and
optionally

    CLOUDFLARE_BASE_URL      another service
    LIVE_CHECK_PAUSE         milliseconds between two polls, by default 2000
    LIVE_CHECK_POLLS         maximum number of polls for a change, by default 30
    LIVE_CHECK_PRIMARY       the address of a primary server of the secondary zone, which transfers it
                             without a key
    LIVE_CHECK_SET_SERIAL    a command that sets the zone's serial there: its last argument
    LIVE_CHECK_NOTIFY        a command that sends a NOTIFY without a signature from that address
    LIVE_CHECK_TSIG_NAME, LIVE_CHECK_TSIG_ALGORITHM, LIVE_CHECK_TSIG_SECRET
                             a key that this server accepts as well

Exit status: 0 if all questions that can be asked were asked and nothing is left; 1 after a failure or an
interruption, or if something could not be deleted; 2 for invalid arguments or settings.
)";

volatile std::sig_atomic_t interrupted = 0;

extern "C" void on_interrupt(int) {
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

// Ends the questions, but not the cleanup.
struct stopped {
    std::string why;
};

std::string random_text(std::string_view characters, std::size_t size) {
    std::random_device random;
    std::uniform_int_distribution<std::size_t> any{0, characters.size() - 1};
    std::string out;
    while (out.size() != size) out += characters[any(random)];
    return out;
}

std::optional<std::uint32_t> number_setting(char const* name, std::uint32_t usual) {
    std::string const text = support::environment(name);
    if (text.empty()) return usual;
    std::uint32_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed == std::errc{} && end == text.data() + text.size()) return value;
    std::cerr << name << ": must be a number\n";
    return std::nullopt;
}

bool is_identifier(std::string_view text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_missing(cfdns::error const& why) {
    bool const code = !why.api_errors().empty() && why.api_errors()[0].code == 1001;
    return why.is_not_found() || (why.http_status() == 400 && code);
}

struct settings {
    std::string account;
    std::vector<std::string> zones;
    std::chrono::milliseconds pause{};
    std::uint32_t polls{};
    std::string primary = support::environment("LIVE_CHECK_PRIMARY");
    std::string set_serial = support::environment("LIVE_CHECK_SET_SERIAL");
    std::string notify = support::environment("LIVE_CHECK_NOTIFY");
    std::string tsig_name = support::environment("LIVE_CHECK_TSIG_NAME");
    std::string tsig_algorithm = support::environment("LIVE_CHECK_TSIG_ALGORITHM");
    cfdns::secret_string tsig_secret{support::environment("LIVE_CHECK_TSIG_SECRET")};
};

// ---- findings ----

std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::string const& value) { return '"' + value + '"'; }
std::string text_of(int value) { return std::to_string(value); }
std::string text_of(std::uint32_t value) { return std::to_string(value); }
std::string text_of(std::chrono::milliseconds value) { return std::to_string(value.count()) + "ms"; }

// The members of the in-memory service that the program finds out.
namespace member {
constexpr std::string_view absent = "quirks.absent_is_not_found";
constexpr std::string_view forbidden = "quirks.forbidden_after_create";
constexpr std::string_view lag = "quirks.lists_lag_by";
constexpr std::string_view content = "quirks.parameterless_posts_want_content";
constexpr std::string_view put = "quirks.put_replaces";
constexpr std::string_view acl_names = "zone_transfers.quirks.acl_names_are_not_unique";
constexpr std::string_view acl_ranges = "zone_transfers.quirks.acl_ranges_are_normalised";
constexpr std::string_view disabled_text = "zone_transfers.quirks.disabled_text";
constexpr std::string_view enabled_text = "zone_transfers.quirks.enabled_text";
constexpr std::string_view failed_checks = "zone_transfers.quirks.failed_checks_set_checked_time";
constexpr std::string_view older_serials = "zone_transfers.quirks.force_axfr_takes_older_serials";
constexpr std::string_view vanishes = "zone_transfers.quirks.incoming_of_other_zones_vanishes";
constexpr std::string_view page_size = "zone_transfers.quirks.list_page_size";
constexpr std::string_view names = "zone_transfers.quirks.names_are_not_unique";
constexpr std::string_view in_use = "zone_transfers.quirks.objects_in_use_can_be_deleted";
constexpr std::string_view denied = "zone_transfers.quirks.outgoing_is_denied_in_the_result";
constexpr std::string_view by_name = "zone_transfers.quirks.peers_are_created_by_name_only";
constexpr std::string_view second_create = "zone_transfers.quirks.second_create_replaces";
constexpr std::string_view status_exists = "zone_transfers.quirks.status_exists_without_configuration";
constexpr std::string_view secrets = "zone_transfers.quirks.tsig_secrets_are_shown";
constexpr std::string_view unset = "zone_transfers.quirks.unset_peer_members_are_shown";
constexpr std::string_view unsigned_notify = "zone_transfers.quirks.unsigned_notify_is_accepted";
}  // namespace member

class findings {
public:
    findings() {
        cfdns::testing::quirks const all;
        cfdns::testing::services::zone_transfer_quirks const own;
        add(member::absent, all.absent_is_not_found);
        add(member::forbidden, all.forbidden_after_create);
        add(member::lag, all.lists_lag_by);
        add(member::content, all.parameterless_posts_want_content);
        add(member::put, all.put_replaces);
        add(member::acl_names, own.acl_names_are_not_unique);
        add(member::acl_ranges, own.acl_ranges_are_normalised);
        add(member::disabled_text, own.disabled_text);
        add(member::enabled_text, own.enabled_text);
        add(member::failed_checks, own.failed_checks_set_checked_time);
        add(member::older_serials, own.force_axfr_takes_older_serials);
        add(member::vanishes, own.incoming_of_other_zones_vanishes);
        add(member::page_size, own.list_page_size);
        add(member::names, own.names_are_not_unique);
        add(member::in_use, own.objects_in_use_can_be_deleted);
        add(member::denied, own.outgoing_is_denied_in_the_result);
        add(member::by_name, own.peers_are_created_by_name_only);
        add(member::second_create, own.second_create_replaces);
        add(member::status_exists, own.status_exists_without_configuration);
        add(member::secrets, own.tsig_secrets_are_shown);
        add(member::unset, own.unset_peer_members_are_shown);
        add(member::unsigned_notify, own.unsigned_notify_is_accepted);
    }

    // A second finding about the same member is added to the first.
    template <class T>
    void found(std::string_view name, T const& value, std::string const& seen) {
        row& of = find(name);
        std::string const text = text_of(value);
        if (!of.value.empty() && of.value != text) of.value += " / ";
        if (of.value != text) of.value += text;
        of.seen += (of.seen.empty() ? "" : "; ") + seen;
    }
    void not_found(std::string_view name, std::string const& why) {
        row& of = find(name);
        of.missing += (of.missing.empty() ? "" : "; ") + why;
    }
    void not_found(std::string_view name, cfdns::error const& why) { not_found(name, why.message()); }

    void print(std::ostream& to) const {
        to << "| member of `fake_cloudflare` | default | found | how |\n| --- | --- | --- | --- |\n";
        for (row const& one : rows_)
            if (!one.value.empty())
                to << "| `" << one.name << "` | `" << one.usual << "` | "
                   << (one.value == one.usual ? "`" + one.value + '`' : "**`" + one.value + "`**") << " | "
                   << without_bars(one.seen) << " |\n";
        to << "\nNot determined:\n\n";
        for (row const& one : rows_)
            if (one.value.empty())
                to << "- `" << one.name << "`: " << (one.missing.empty() ? "not asked" : one.missing)
                   << '\n';
    }

private:
    struct row {
        std::string name, usual, value, seen, missing;
    };

    static std::string without_bars(std::string text) {
        std::replace(text.begin(), text.end(), '|', '/');
        return text;
    }
    template <class T>
    void add(std::string_view name, T const& usual) {
        rows_.push_back({std::string{name}, text_of(usual), {}, {}, {}});
    }
    row& find(std::string_view name) {
        return *std::find_if(rows_.begin(), rows_.end(), [&](row const& one) { return one.name == name; });
    }

    std::vector<row> rows_;
};

// ---- requests ----

class live_check {
public:
    live_check(support::client& cloudflare, settings with)
        : cloudflare_(cloudflare), with_(std::move(with)) {}

    void run() {
        ask_about_tsigs();
        ask_about_acls();
        ask_about_peers();
        ask_about_objects_in_use();
        for (std::string const& id : with_.zones) ask_about_zone(id);
        found_.found(member::forbidden, forbidden_,
                     std::to_string(forbidden_) + " requests after a create had 403 and then succeeded");
    }

    findings const& found() const { return found_; }

    // Deletes what was created. Returns whether nothing is left.
    bool clean_up();

private:
    enum kind : std::size_t { acl, peer, tsig };
    struct owned_zone {
        std::string id;
        bool incoming;  // or outgoing
        bool known;     // otherwise the response did not arrive
    };

    void pause() const {
        for (auto left = with_.pause; left.count() > 0 && interrupted == 0;) {
            auto const part = std::min(left, std::chrono::milliseconds{100});
            std::this_thread::sleep_for(part);
            left -= part;
        }
    }

    // Sends a request, and repeats it if it is refused shortly after a create. `note` sees each result.
    template <class Op, class Note>
    cfdns::result<typename Op::response_type> send(Op const& op, Note note) {
        for (int refused = 0;; ++refused) {
            if (interrupted != 0) throw stopped{"interrupted"};
            auto got = cloudflare_(op);
            note(got);
            bool const forbidden =
                got.has_error() && got.error().is_permission() && got.error().is_authentication();
            if (!forbidden) forbidden_ = std::max(forbidden_, refused);
            if (!forbidden || !created_ || refused == 8) return got;
            pause();
        }
    }
    template <class Op>
    cfdns::result<typename Op::response_type> ask(Op const& op) {
        return send(op, [](auto const&) {});
    }
    // Creates an object of the account.
    template <class Op>
    cfdns::result<typename Op::response_type> make(kind of, Op const& op) {
        return send(op, [&](auto const& got) {
            if (got.has_value()) own_[of].push_back(got->id);
            bool const unknown = got.has_error() && got.error().delivery() == cfdns::delivery::unknown;
            unknown_ = unknown_ || unknown;
            created_ = created_ || got.has_value() || unknown;
        });
    }
    // Creates the configuration of a zone that has none.
    template <class Op>
    cfdns::result<typename Op::response_type> configure(Op const& op, bool incoming) {
        return send(op, [&](auto const& got) {
            bool const unknown = got.has_error() && got.error().delivery() == cfdns::delivery::unknown;
            if (got.has_error() && !unknown) return;
            own_zones_.push_back({op.zone_id.get(), incoming, got.has_value()});
            created_ = true;
        });
    }

    [[nodiscard]] std::string name(std::string_view what) const { return prefix_ + std::string{what}; }

    // Polls until the condition holds. Returns how many polls came before that, or nothing.
    template <class Condition>
    std::optional<std::uint32_t> look(Condition condition) {
        for (std::uint32_t vain = 0; vain != with_.polls; ++vain) {
            if (condition()) return vain;
            pause();
        }
        return std::nullopt;
    }

    void ask_about_tsigs();
    void ask_about_acls();
    void ask_about_peers();
    void ask_about_lists(std::string const& id);
    void ask_about_objects_in_use();
    cfdns::result<zt::peers::peer> make_peer(std::string_view what, zt::peers::update with);
    void ask_about_zone(std::string const& id);
    void ask_about_incoming(cfdns::zones::zone const& zone);
    void ask_about_primary(std::string const& zone_id, std::string const& zone_name);
    void ask_about_other_type(cfdns::zones::zone const& zone);
    void ask_about_outgoing(cfdns::zones::zone const& zone);

    template <class Op, class T>
    bool sweep(kind of, std::string_view what, Op const& list);
    bool remove(kind of, std::string const& id);
    template <class Get, class Delete>
    bool remove_configuration(owned_zone const& of);

    support::client& cloudflare_;
    settings with_;
    findings found_{};
    std::string prefix_ = "cfdns-live-check-" + random_text("0123456789abcdef", 16) + '-';
    std::vector<std::string> own_[3]{};
    std::vector<owned_zone> own_zones_{};
    bool created_ = false;
    bool unknown_ = false;  // whether there may be an object whose identifier is not known
    int forbidden_ = 0;
};

// ---- questions about the account ----

void live_check::ask_about_tsigs() {
    cfdns::secret_string const secret{random_text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", 43) + '='};
    zt::tsigs::create const op{
        .account_id = with_.account, .algo = "hmac-sha256.", .name = name("key."), .secret = secret};
    auto const made = make(tsig, op);
    if (!made) {
        if (made.error().is_authentication() || made.error().is_permission())
            throw stopped{made.error().message()};
        found_.not_found(member::secrets, made.error());
        return;
    }
    auto const got = ask(zt::tsigs::get{.account_id = with_.account, .tsig_id = made->id});
    if (got)
        found_.found(member::secrets, got->secret && !got->secret->empty(),
                     got->secret ? "GET of a TSIG has the secret" : "GET of a TSIG has no secret");
    else
        found_.not_found(member::secrets, got.error());
    auto const second = make(tsig, op);
    if (second || second.error().http_status() != 0)
        found_.found(member::names, second.has_value(),
                     "second TSIG of a name: " + (second ? "created" : second.error().message()));
}

void live_check::ask_about_acls() {
    zt::acls::create const op{.account_id = with_.account, .ip_range = "192.0.2.53/28", .name = name("acl")};
    auto const made = make(acl, op);
    if (!made) {
        found_.not_found(member::acl_ranges, made.error());
        found_.not_found(member::acl_names, made.error());
        return;
    }
    found_.found(member::acl_ranges, made->ip_range != op.ip_range.get(),
                 "POST of 192.0.2.53/28 returns " + made->ip_range);
    auto const second = make(acl, op);
    if (second || second.error().http_status() != 0)
        found_.found(member::acl_names, second.has_value(),
                     "second ACL of a name: " + (second ? "created" : second.error().message()));
    else
        found_.not_found(member::acl_names, second.error());
}

void live_check::ask_about_peers() {
    if (own_[tsig].empty()) {
        found_.not_found(member::by_name, "there is no TSIG");
        return;
    }
    zt::peers::create const op{.account_id = with_.account,
                               .name = name("peer"),
                               .ip = "192.0.2.53",
                               .ixfr_enable = true,
                               .port = 53,
                               .tsig_id = own_[tsig].front()};
    auto const made = make(peer, op);
    if (!made) {
        for (std::string_view const name_of :
             {member::by_name, member::unset, member::put, member::lag, member::page_size, member::absent})
            found_.not_found(name_of, made.error());
        return;
    }
    ask_about_lists(made->id);
    auto const got = ask(zt::peers::get{.account_id = with_.account, .peer_id = made->id});
    if (got) {
        bool const lost = got->ip != op.ip || got->tsig_id != op.tsig_id;
        found_.found(member::by_name, lost,
                     lost ? "after POST with all members, GET has another ip or tsig_id"
                          : "after POST with all members, GET has the same ip and tsig_id");
    } else {
        found_.not_found(member::by_name, got.error());
    }

    auto const bare = make(peer, zt::peers::create{.account_id = with_.account, .name = name("peer")});
    if (bare || bare.error().is_conflict() || bare.error().http_status() == 400)
        found_.found(member::names, bare.has_value(),
                     "second peer of a name: " + (bare ? "created" : bare.error().message()));
    auto const other =
        bare ? bare : make(peer, zt::peers::create{.account_id = with_.account, .name = name("other-peer")});
    if (!other) {
        found_.not_found(member::unset, other.error());
        found_.not_found(member::put, other.error());
        found_.not_found(member::absent, other.error());
        return;
    }
    bool const shown = other->ip && other->port;
    found_.found(member::unset, shown,
                 shown ? "ip is \"" + *other->ip + "\" and port is " + std::to_string(*other->port)
                       : "ip or port is absent or null");

    zt::peers::update const all{.account_id = with_.account,
                                .peer_id = other->id,
                                .name = other->name,
                                .ip = "192.0.2.54",
                                .port = 53,
                                .tsig_id = own_[tsig].front()};
    zt::peers::update const less{.account_id = with_.account, .peer_id = other->id, .name = other->name};
    auto const set = ask(all);
    auto const reset = set ? ask(less) : set;
    auto const after =
        reset ? ask(zt::peers::get{.account_id = with_.account, .peer_id = other->id}) : reset;
    if (after) {
        bool const kept = after->ip == all.ip;
        found_.found(member::put, !kept, kept ? "PUT without ip kept it" : "PUT without ip reset it");
    } else {
        found_.not_found(member::put, after.error());
    }

    auto const gone = ask(zt::peers::delete_{.account_id = with_.account, .peer_id = other->id});
    auto const absent = ask(zt::peers::get{.account_id = with_.account, .peer_id = other->id});
    if (gone && absent.has_error() && absent.error().http_status() != 0)
        found_.found(member::absent, absent.error().http_status() == 404,
                     "GET of a peer that was deleted: " + absent.error().message());
    else
        found_.not_found(member::absent, "the peer could not be deleted");
}

// Whether the new peer is in the list, and whether the list has pages.
void live_check::ask_about_lists(std::string const& id) {
    zt::peers::list list{.account_id = with_.account};
    list.extra.set_text("per_page", "1000");
    std::string failed;
    auto const start = std::chrono::steady_clock::now();
    auto const vain = look([&] {
        auto const listed = ask(list);
        if (!listed) {
            failed = listed.error().message();
            return true;
        }
        return std::any_of(listed->begin(), listed->end(), [&](auto const& one) { return one.id == id; });
    });
    auto const time = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    if (!failed.empty())
        found_.not_found(member::lag, failed);
    else if (!vain)
        found_.not_found(member::lag, "a new peer was not in " + std::to_string(with_.polls) + " lists");
    else
        found_.found(member::lag, *vain == 0 ? std::chrono::milliseconds{0} : time,
                     "a new peer was missing from the first " + std::to_string(*vain) + " lists");

    auto const second = make(peer, zt::peers::create{.account_id = with_.account, .name = name("listed")});
    auto const both = [&] {
        auto const listed = ask(list);
        return listed && listed->size() > 1;
    };
    if (!second || !look(both)) {
        found_.not_found(member::page_size, "there is no list of two peers");
        return;
    }
    list.extra.clear();
    auto const usual = cloudflare_.full(list);
    list.extra.set_text("per_page", "1");
    auto const one = ask(list);
    if (!usual || !one) {
        found_.not_found(member::page_size, usual ? one.error() : usual.error());
        return;
    }
    auto const& info = usual->info.result_info;
    std::uint64_t const size = one->size() == 1 && info ? info->per_page.value_or(0) : 0;
    found_.found(
        member::page_size, static_cast<std::uint32_t>(std::min<std::uint64_t>(size, 1000)),
        "a list of at least 2 has " + std::to_string(one->size()) + " with per_page=1" +
            (info && info->per_page ? ", per_page is " + std::to_string(*info->per_page) + " otherwise"
                                    : ""));
}

// Creates a peer that has these members, whatever POST of a peer does.
cfdns::result<zt::peers::peer> live_check::make_peer(std::string_view what, zt::peers::update with) {
    auto const made = make(peer, zt::peers::create{.account_id = with_.account, .name = name(what)});
    if (!made) return made;
    with.account_id = with_.account;
    with.peer_id = made->id;
    with.name = made->name;
    return ask(with);
}

void live_check::ask_about_objects_in_use() {
    auto const key = make(tsig, zt::tsigs::create{.account_id = with_.account,
                                                  .algo = "hmac-sha256.",
                                                  .name = name("used."),
                                                  .secret = cfdns::secret_string{"dXNlZA=="}});
    auto const user =
        key ? make_peer(
                  "user",
                  {.account_id = "", .peer_id = "", .name = "", .ip = "192.0.2.55", .tsig_id = key->id})
            : cfdns::result<zt::peers::peer>{key.error()};
    if (!user) return found_.not_found(member::in_use, user.error());
    auto const gone = ask(zt::tsigs::delete_{.account_id = with_.account, .tsig_id = key->id});
    if (gone || gone.error().http_status() != 0)
        found_.found(member::in_use, gone.has_value(),
                     "DELETE of a TSIG that a peer uses: " + (gone ? "deleted" : gone.error().message()));
}

// ---- questions about a zone ----

void live_check::ask_about_zone(std::string const& id) {
    auto const zone = ask(cfdns::zones::get{.zone_id = id});
    if (!zone) throw stopped{"zone " + id + ": " + zone.error().message()};
    if (!zone->account || zone->account->id != with_.account)
        throw stopped{"zone " + id + " does not belong to the account"};
    auto const type = zone->type.value_or("");
    auto const config = ask(zt::outgoing::get{.zone_id = id});
    if (config.has_error() && is_missing(config.error())) {
        auto const status = ask(zt::outgoing::status::get{.zone_id = id});
        if (status || is_missing(status.error()))
            found_.found(member::status_exists, status.has_value(),
                         "status of a zone of type " + type + " without a configuration: " +
                             (status ? '"' + *status + '"' : status.error().message()));
        else
            found_.not_found(member::status_exists, status.error());
    }
    if (type == cfdns::zones::types::secondary) {
        ask_about_incoming(*zone);
    } else {
        ask_about_other_type(*zone);
        ask_about_outgoing(*zone);
    }
}

void live_check::ask_about_incoming(cfdns::zones::zone const& zone) {
    auto const no_answer = [&](std::string const& why) {
        for (std::string_view const name_of : {member::second_create, member::failed_checks, member::content,
                                               member::older_serials, member::unsigned_notify})
            found_.not_found(name_of, why);
    };
    zt::incoming::get const get{.zone_id = zone.id};
    auto const before = ask(get);
    if (before) return no_answer("the secondary zone has a configuration, which is left as it is");
    if (!is_missing(before.error())) return no_answer(before.error().message());
    auto const linked =
        make_peer("linked", {.account_id = "", .peer_id = "", .name = "", .ip = "192.0.2.56"});
    if (!linked) return no_answer(linked.error().message());
    zt::incoming::create op{.zone_id = zone.id,
                            .auto_refresh_seconds = std::chrono::hours{24},
                            .name = zone.name + '.',
                            .peers = {linked->id}};
    auto const made = configure(op, true);
    if (!made) return no_answer(made.error().message());

    op.auto_refresh_seconds = std::chrono::hours{12};
    auto const second = ask(op);
    if (second || second.error().http_status() != 0)
        found_.found(
            member::second_create, second.has_value(),
            "second POST of an incoming configuration: " + (second ? "accepted" : second.error().message()));
    else
        found_.not_found(member::second_create, second.error());

    auto options = cloudflare_.options();
    options.empty_object = false;
    zt::force_axfr::create const force{.zone_id = zone.id};
    auto const forced = ask(force);
    auto const empty = cfdns::call(cloudflare_.transport(), cloudflare_.credentials(), force, options);
    if (forced && (empty || empty.error().http_status() == 400 || empty.error().http_status() == 415))
        found_.found(
            member::content, empty.has_error(),
            "force_axfr without content: " + (empty ? '"' + *empty + '"' : empty.error().message()) +
                ", with {}: \"" + *forced + '"');
    else
        found_.not_found(member::content, forced ? empty.error().message() : forced.error().message());

    std::string failed;
    auto const vain = look([&] {
        auto const now = ask(get);
        if (!now) failed = now.error().message();
        return !now || now->checked_time.has_value();
    });
    if (failed.empty())
        found_.found(member::failed_checks, vain.has_value(),
                     vain ? "checked_time is set although no primary server exists"
                          : "checked_time is not set after " + std::to_string(with_.polls) + " polls");
    else
        found_.not_found(member::failed_checks, failed);

    auto const gone = ask(zt::peers::delete_{.account_id = with_.account, .peer_id = linked->id});
    if (gone || gone.error().http_status() != 0)
        found_.found(member::in_use, gone.has_value(),
                     "DELETE of a peer that an incoming configuration uses: " +
                         (gone ? "deleted" : gone.error().message()));
    ask_about_primary(zone.id, zone.name + '.');
}

void live_check::ask_about_primary(std::string const& zone_id, std::string const& zone_name) {
    if (with_.primary.empty() || with_.set_serial.empty()) {
        found_.not_found(member::older_serials, "LIVE_CHECK_PRIMARY or LIVE_CHECK_SET_SERIAL is not set");
        found_.not_found(member::unsigned_notify, "LIVE_CHECK_PRIMARY or LIVE_CHECK_SET_SERIAL is not set");
        return;
    }
    auto const fail = [&](std::string const& why) {
        found_.not_found(member::older_serials, why);
        found_.not_found(member::unsigned_notify, why);
    };
    auto const command = [](std::string const& text) {
        return std::system(text.c_str()) == 0;  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
    };
    zt::peers::update reached{
        .account_id = with_.account, .peer_id = "", .name = "", .ip = with_.primary, .port = 53};
    auto const made = make_peer("primary", reached);
    if (!made) return fail(made.error().message());
    reached.peer_id = made->id;
    reached.name = made->name;
    auto const linked = ask(zt::incoming::update{.zone_id = zone_id,
                                                 .auto_refresh_seconds = std::chrono::hours{24},
                                                 .name = zone_name,
                                                 .peers = {made->id}});
    if (!linked) return fail(linked.error().message());

    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    auto serial = static_cast<std::uint32_t>(now.time_since_epoch().count());
    auto const has_serial = [&] {
        return look([&] {
                   auto const got = ask(zt::incoming::get{.zone_id = zone_id});
                   return got && got->soa_serial == serial;
               })
            .has_value();
    };
    auto const change = [&](std::uint32_t to) {
        serial = to;
        return command(with_.set_serial + ' ' + std::to_string(to));
    };
    auto const force = [&] { return ask(zt::force_axfr::create{.zone_id = zone_id}).has_value(); };
    if (!change(serial + 10) || !force() || !has_serial())
        return fail("the zone was not transferred from LIVE_CHECK_PRIMARY");
    bool const older = change(serial - 10) && force() && has_serial();
    found_.found(member::older_serials, older,
                 older ? "force_axfr took a serial that is 10 less" : "soa_serial stayed as it was");

    if (with_.notify.empty() || with_.tsig_name.empty() || with_.tsig_secret.empty())
        return found_.not_found(member::unsigned_notify,
                                "LIVE_CHECK_NOTIFY, LIVE_CHECK_TSIG_NAME or _SECRET is not set");
    if (!change(serial + 20) || !command(with_.notify) || !has_serial())
        return found_.not_found(member::unsigned_notify, "NOTIFY had no effect without a TSIG either");
    auto const key = make(
        tsig, zt::tsigs::create{.account_id = with_.account,
                                .algo = with_.tsig_algorithm.empty() ? "hmac-sha256." : with_.tsig_algorithm,
                                .name = with_.tsig_name,
                                .secret = with_.tsig_secret});
    if (!key) {
        // Its name does not show that this program created it.
        if (key.error().delivery() == cfdns::delivery::unknown)
            throw stopped{"a TSIG " + with_.tsig_name + " may have been created and is not deleted"};
        return found_.not_found(member::unsigned_notify, key.error());
    }
    reached.tsig_id = key->id;
    if (!ask(reached) || !change(serial + 10) || !force() || !has_serial())
        return found_.not_found(member::unsigned_notify, "the zone was not transferred with the TSIG");
    bool const accepted = change(serial + 10) && command(with_.notify) && has_serial();
    found_.found(member::unsigned_notify, accepted,
                 accepted ? "NOTIFY without a signature led to a transfer although the peer has a TSIG"
                          : "NOTIFY without a signature had no effect once the peer had a TSIG");
}

void live_check::ask_about_other_type(cfdns::zones::zone const& zone) {
    zt::incoming::get const get{.zone_id = zone.id};
    auto const before = ask(get);
    if (before || !is_missing(before.error()))
        return found_.not_found(
            member::vanishes, before ? "the zone has an incoming configuration" : before.error().message());
    auto const linked =
        make_peer("vanishing", {.account_id = "", .peer_id = "", .name = "", .ip = "192.0.2.57"});
    if (!linked) return found_.not_found(member::vanishes, linked.error());
    auto const made = configure(zt::incoming::create{.zone_id = zone.id,
                                                     .auto_refresh_seconds = std::chrono::hours{24},
                                                     .name = zone.name + '.',
                                                     .peers = {linked->id}},
                                true);
    auto const after = ask(get);
    std::string const what = "POST of an incoming configuration of a zone of type " + zone.type.value_or("");
    if (made)
        found_.found(member::vanishes, after.has_error() && is_missing(after.error()),
                     what + ": accepted, then " + (after ? "found" : after.error().message()));
    else if (made.error().http_status() != 0)
        found_.found(member::vanishes, false, what + ": " + made.error().message());
    else
        found_.not_found(member::vanishes, made.error());
}

void live_check::ask_about_outgoing(cfdns::zones::zone const& zone) {
    auto const no_answer = [&](std::string const& why) {
        found_.not_found(member::enabled_text, why);
        found_.not_found(member::disabled_text, why);
    };
    auto const before = ask(zt::outgoing::get{.zone_id = zone.id});
    if (before) return no_answer("the zone has an outgoing configuration, which is left as it is");
    if (!is_missing(before.error())) return no_answer(before.error().message());
    auto const linked =
        make_peer("secondary", {.account_id = "", .peer_id = "", .name = "", .ip = "192.0.2.58"});
    if (!linked) return no_answer(linked.error().message());
    zt::outgoing::create const op{.zone_id = zone.id, .name = zone.name + '.', .peers = {linked->id}};
    auto const made = configure(op, false);
    if (!made) {
        bool const in_result = made.error().api_errors().empty() &&
                               made.error().excerpt().find("ot authorized") != std::string::npos;
        if (made.error().http_status() == 401 || made.error().http_status() == 403)
            found_.found(member::denied, made.error().http_status() == 401 && in_result,
                         "POST of an outgoing configuration: " + made.error().message());
        return no_answer(made.error().message());
    }
    found_.not_found(member::denied, "the zone is entitled to outgoing transfers");
    auto const second = ask(op);
    if (second || second.error().http_status() != 0)
        found_.found(
            member::second_create, second.has_value(),
            "second POST of an outgoing configuration: " + (second ? "accepted" : second.error().message()));
    auto const enabled = ask(zt::outgoing::enable{.zone_id = zone.id});
    auto const disabled = ask(zt::outgoing::disable{.zone_id = zone.id});
    if (enabled)
        found_.found(member::enabled_text, *enabled, "enable");
    else
        found_.not_found(member::enabled_text, enabled.error());
    if (disabled)
        found_.found(member::disabled_text, *disabled, "disable");
    else
        found_.not_found(member::disabled_text, disabled.error());
}

// ---- cleanup ----

bool live_check::remove(kind of, std::string const& id) {
    std::string failed;
    for (std::uint32_t tries = 0; tries != 4; ++tries) {
        if (tries != 0) std::this_thread::sleep_for(with_.pause);
        auto const gone =
            of == acl    ? cloudflare_(zt::acls::delete_{.account_id = with_.account, .acl_id = id})
            : of == peer ? cloudflare_(zt::peers::delete_{.account_id = with_.account, .peer_id = id})
                         : cloudflare_(zt::tsigs::delete_{.account_id = with_.account, .tsig_id = id});
        if (gone || is_missing(gone.error())) return true;
        failed = gone.error().message();
    }
    std::cerr << "not deleted: "
              << (of == acl    ? "ACL "
                  : of == peer ? "peer "
                               : "TSIG ")
              << id << ": " << failed << '\n';
    return false;
}

// Finds objects with names of this program that a create without a response has left.
template <class Op, class T>
bool live_check::sweep(kind of, std::string_view what, Op const& list) {
    for (std::uint32_t tries = 0; tries != 4; ++tries) {
        if (tries != 0) std::this_thread::sleep_for(with_.pause);
        auto const listed = cloudflare_(list);
        if (!listed) continue;
        for (T const& one : *listed)
            if (one.name.starts_with(prefix_) &&
                std::find(own_[of].begin(), own_[of].end(), one.id) == own_[of].end())
                own_[of].push_back(one.id);
        if (!unknown_ || tries == 3) return true;
    }
    std::cerr << "not looked for: " << what << " with names that start with " << prefix_ << '\n';
    return false;
}

// Another program may have created it before, or changed it.
template <class Get, class Delete>
bool live_check::remove_configuration(owned_zone const& of) {
    auto const is_own = [&](std::optional<std::vector<std::string>> const& peers) {
        if (!peers || peers->empty()) return of.known;
        return std::all_of(peers->begin(), peers->end(), [&](std::string const& id) {
            return std::find(own_[peer].begin(), own_[peer].end(), id) != own_[peer].end();
        });
    };
    std::string failed;
    for (std::uint32_t tries = 0; tries != 4; ++tries) {
        if (tries != 0) std::this_thread::sleep_for(with_.pause);
        auto const found = cloudflare_(Get{.zone_id = of.id});
        if (found && !is_own(found->peers)) {
            if (!of.known) return true;  // it was not created
            failed = "it has peers of others";
            break;
        }
        auto const gone =
            found ? cloudflare_(Delete{.zone_id = of.id}) : cfdns::result<cfdns::deleted>{found.error()};
        if (gone || is_missing(gone.error())) return true;
        failed = gone.error().message();
    }
    std::cerr << "not deleted: the " << (of.incoming ? "incoming" : "outgoing") << " configuration of zone "
              << of.id << ": " << failed << '\n';
    return false;
}

bool live_check::clean_up() {
    bool done = true;
    for (owned_zone const& one : own_zones_)
        done &= one.incoming ? remove_configuration<zt::incoming::get, zt::incoming::delete_>(one)
                             : remove_configuration<zt::outgoing::get, zt::outgoing::delete_>(one);
    auto const page = [](auto list) {
        list.extra.set_text("per_page", "1000");
        return list;
    };
    done &=
        sweep<zt::acls::list, zt::acls::acl>(acl, "ACLs", page(zt::acls::list{.account_id = with_.account}));
    done &= sweep<zt::peers::list, zt::peers::peer>(peer, "peers",
                                                    page(zt::peers::list{.account_id = with_.account}));
    done &= sweep<zt::tsigs::list, zt::tsigs::tsig>(tsig, "TSIGs",
                                                    page(zt::tsigs::list{.account_id = with_.account}));
    for (kind const of : {acl, peer, tsig})
        for (std::string const& id : own_[of]) done &= remove(of, id);
    if (done) std::cerr << "everything that was created has been deleted\n";
    return done;
}

void print_plan(settings const& with) {
    std::cout << "This would create and then delete in account " << with.account
              << ", with random names:\n"
                 "  4 TSIGs, 2 ACLs for 192.0.2.48/28, and up to 9 peers with addresses of 192.0.2.0/24\n"
                 "Some of them would be changed and deleted to observe the effects. For each of the zones\n";
    for (std::string const& id : with.zones) std::cout << "  " << id << '\n';
    std::cout
        << "it would create and delete the incoming or outgoing configuration, unless the zone has one, "
           "and\nuse force_axfr, enable and disable.\n";
    if (!with.primary.empty() && !with.set_serial.empty())
        std::cout << "It would transfer secondary zones from " << with.primary
                  << ", which replaces their records.\n";
    std::cout << "Nothing was sent. To run it: live_check --yes ACCOUNT ZONE...\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    std::vector<std::string> words(argv + 1, argv + argc);
    bool const act = !words.empty() && words.front() == "--yes";
    if (act || (!words.empty() && words.front() == "--dry-run")) words.erase(words.begin());
    if (words.size() < 2 || !std::all_of(words.begin(), words.end(), is_identifier)) {
        support::print_usage(help);
        return support::usage;
    }
    auto const pause = number_setting("LIVE_CHECK_PAUSE", 2000);
    auto const polls = number_setting("LIVE_CHECK_POLLS", 30);
    if (!pause || !polls) return support::usage;
    settings with{.account = words.front(),
                  .zones = {words.begin() + 1, words.end()},
                  .pause = std::chrono::milliseconds{*pause},
                  .polls = *polls};
    if (!act) {
        print_plan(with);
        return support::success;
    }
    auto cloudflare = support::client_from_environment();
    if (!cloudflare) return support::usage;
    std::signal(SIGINT, on_interrupt);
    live_check check{*cloudflare, std::move(with)};
    std::string failed;
    try {
        check.run();
    } catch (stopped const& by) {
        failed = by.why;
        std::cerr << failed << '\n';
    }
    bool const clean = check.clean_up();
    std::cout << "cfdns " << CFDNS_VERSION << ", live check"
              << (failed.empty() ? "" : ", stopped: " + failed) << "\n\n";
    check.found().print(std::cout);
    return clean && failed.empty() ? support::success : support::failure;
}
