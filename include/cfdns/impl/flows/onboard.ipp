// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_ONBOARD_IPP
#define CFDNS_IMPL_FLOWS_ONBOARD_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/page_progress.hpp>
#include <cfdns/flows/onboard.hpp>
#include <cfdns/impl/flows/apply.ipp>
#include <cfdns/impl/flows/create_once.ipp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/failure.ipp>
#include <cfdns/impl/flows/fleet.ipp>
#include <cfdns/impl/flows/looking.ipp>
#include <cfdns/zones/operations.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// The account cannot have more zones. The texts are those of public reports.
CFDNS_DECL bool says_zone_limit(error const& failure) noexcept {
    for (api_message const& one : failure.api_errors())
        if (one.code == 1118 || (contains_text(one.message, "exceeded the") &&
                                 (contains_text(one.message, "limit for adding zones") ||
                                  contains_text(one.message, "Zone limit"))))
            return true;
    return false;
}

// Failures that the zones to come would have, too.
CFDNS_DECL bool ends_fleet(flows::failure_kind kind) noexcept {
    using flows::failure_kind;
    return kind == failure_kind::no_credentials || kind == failure_kind::no_permission ||
           kind == failure_kind::not_entitled || kind == failure_kind::rate_limited;
}

class onboarding_flow final : public flow_engine {
public:
    onboarding_flow(flows::fleet const& all, cfdns::credentials const& credentials,
                    request_options const& options, call_policy const& policy, std::string_view journal)
        : flow_engine(credentials, options, policy, all.creation.permission_delay),
          fleet_(all),
          budget_(policy.budget),
          max_retry_after_(policy.retry.max_retry_after) {
        report_.account_id = fleet_.account_id.get();
        report_.zones = fleet_.zones.get().size();
        refused_ = check_fleet(fleet_);
        if (!refused_) refused_ = index_.build(fleet_.zones.get());
        if (!refused_) read(journal);
    }

    std::string take_lines() { return std::exchange(lines_, {}); }

    flows::fleet_estimate estimate(time_point now) const {
        auto const [least, most] = remaining_requests();
        return {least, most, time_for(least, now), time_for(most, now)};
    }

    flows::fleet_progress progress(time_point now) const {
        auto const [least, most] = remaining_requests();
        std::size_t const written = report_.configured + report_.changed;
        std::size_t const looked = written + report_.unchanged;
        // The share of existing zones that need a write.
        double const share = looked == 0 ? 0 : static_cast<double>(written) / static_cast<double>(looked);
        auto const expected = least + static_cast<std::uint64_t>(share * static_cast<double>(most - least));
        std::size_t const ended = count_of(zone_state::finished);
        return {report_.zones, report_.done(), ended - report_.done(), report_.zones - ended,
                time_for(expected, now)};
    }

    flows::fleet_report take() { return std::move(report_); }

private:
    enum class phase : unsigned char {
        peers,
        zones,
        // Of the current zone:
        look_zone,
        create_zone,
        look_incoming,
        create_incoming,
        read_back,
        read_back_again,
        change
    };

    // What is known of a zone that remains. The order is that of `counts_`.
    enum class zone_state : unsigned char {
        not_listed,
        listed,
        listed_without_type,
        of_other_type,
        finished
    };

    struct zone_record {
        std::string id{};  // if it was listed, and was not begun
        zone_state state{};
    };

    // ---- journal and estimates ----

    void read(std::string_view journal) {
        records_.resize(report_.zones);
        counts_[0] = report_.zones;
        std::vector<std::optional<flows::zone_outcome>> known(report_.zones);
        bool has_first_line = false;
        refused_ =
            read_journal(fleet_, index_, journal, has_first_line,
                         [&](std::size_t zone, flows::zone_outcome outcome) { known[zone] = outcome; });
        if (refused_) return;
        for (std::size_t i = 0; i != known.size(); ++i) {
            if (!known[i] || *known[i] == flows::zone_outcome::failed) continue;
            count(*known[i]);
            ++report_.earlier;
            set_state(i, zone_state::finished);
        }
        // The last line may be incomplete.
        if (!journal.empty() && !journal.ends_with('\n')) lines_ += '\n';
        if (!has_first_line) lines_ += first_journal_line(fleet_);
    }

    std::size_t& count_of(zone_state state) noexcept { return counts_[static_cast<std::size_t>(state)]; }
    std::size_t count_of(zone_state state) const noexcept {
        return counts_[static_cast<std::size_t>(state)];
    }

    void set_state(std::size_t zone, zone_state state) {
        --count_of(records_[zone].state);
        records_[zone].state = state;
        ++count_of(state);
    }

    void count(flows::zone_outcome outcome) {
        switch (outcome) {
            case flows::zone_outcome::created: ++report_.created; return;
            case flows::zone_outcome::configured: ++report_.configured; return;
            case flows::zone_outcome::changed: ++report_.changed; return;
            case flows::zone_outcome::unchanged: ++report_.unchanged; return;
            case flows::zone_outcome::failed: return;
        }
    }

    // A minimum and a maximum of requests.
    struct request_range {
        std::uint64_t least{};
        std::uint64_t most{};

        void add(request_range each, std::uint64_t count = 1) noexcept {
            least += each.least * count;
            most += each.most * count;
        }
    };

    request_range requests_of(zone_state state) const noexcept {
        switch (state) {
            case zone_state::not_listed:
                if (!list_is_complete_)
                    return fleet_.create_zones ? request_range{2, 3} : request_range{1, 3};
                return fleet_.create_zones ? request_range{2, 2} : request_range{0, 0};
            case zone_state::listed: return {1, 2};
            case zone_state::listed_without_type: return {1, 3};
            case zone_state::of_other_type:
            case zone_state::finished: return {0, 0};
        }
        return {};
    }

    // Of the current zone, after what was sent for it.
    request_range requests_of_current() const noexcept {
        switch (phase_) {
            case phase::create_zone: return {2, 2};
            case phase::look_incoming: return {1, typed_ ? 2u : 3u};
            case phase::create_incoming: return {typed_ ? 1u : 2u, typed_ ? 1u : 2u};
            case phase::read_back:
            case phase::read_back_again:
            case phase::change: return {1, 1};
            default: return requests_of(records_[zone_].state);
        }
    }

    request_range remaining_requests() const {
        request_range out;
        if (refused_ || finished() || count_of(zone_state::finished) == report_.zones) return out;
        for (zone_state const state : {zone_state::listed, zone_state::listed_without_type})
            out.add(requests_of(state), count_of(state));
        std::uint64_t const missing = count_of(zone_state::not_listed);
        if (phase_ != phase::peers && phase_ != phase::zones) {
            out.add(requests_of(zone_state::not_listed), missing);
            request_range const current = requests_of(records_[zone_].state);
            request_range const rest = requests_of_current();
            return {out.least - current.least + rest.least, out.most - current.most + rest.most};
        }
        if (phase_ == phase::peers) out.add({1, 1});
        // The further pages may show all zones that are missing, or none; the first one is always needed.
        std::uint64_t const all_pages = (missing + zones_per_page - 1) / zones_per_page;
        std::uint64_t const pages = pages_left_.value_or(all_pages);
        std::uint64_t const shown = (std::min)(missing, pages * zones_per_page);
        if (pages_left_ || fleet_.create_zones)
            out.add({pages + shown, pages + 2 * shown});
        else
            out.add({1, pages + 2 * shown});
        out.add(requests_of(zone_state::not_listed), missing - shown);
        return out;
    }

    std::chrono::milliseconds time_for(std::uint64_t requests, time_point now) const {
        using std::chrono::milliseconds;
        if (requests == 0) return milliseconds{0};
        auto const seconds = static_cast<double>(requests) * seconds_per_request_;
        auto out = milliseconds{static_cast<milliseconds::rep>((std::min)(seconds, 1e12) * 1e3)};
        if (budget_)
            out = (std::max)(out, std::chrono::ceil<milliseconds>(saturating_difference(
                                      budget_->next_available_after(requests - 1, now), now)));
        return out;
    }

    // ---- order of requests ----

    void begin() override {
        if (refused_) return fail(invalid_parameter(*refused_));
        if (count_of(zone_state::finished) == report_.zones) finish();
    }

    void send() override {
        switch (phase_) {
            case phase::peers:
                return call(zone_transfers::peers::list{.account_id = fleet_.account_id}, peers_);
            case phase::zones: {
                zones::list op{.page = static_cast<std::uint32_t>(pages_.page()),
                               .per_page = zones_per_page};
                op.account.id = fleet_.account_id.get();
                return call(op, found_);
            }
            case phase::look_zone: return call(look_for(new_zone()), found_);
            case phase::create_zone: return call(new_zone(), made_zone_);
            case phase::look_incoming:
            case phase::read_back:
            case phase::read_back_again:
                return call(zone_transfers::incoming::get{.zone_id = id_}, configuration_);
            case phase::create_incoming: return call(new_configuration(), configuration_);
            case phase::change:
                return call(
                    zone_transfers::incoming::update{
                        .zone_id = id_,
                        .auto_refresh_seconds = fleet_.auto_refresh_seconds,
                        .name = is_same_name(existing_.name.value_or(""), name()) ? *existing_.name : name(),
                        .peers = peer_ids_,
                        .extra = unknown_members(existing_)},
                    configuration_);
        }
    }

    void receive(error const* failure) override {
        if (now() > sent_at()) {
            double const took = std::chrono::duration<double>(now() - sent_at()).count();
            seconds_per_request_ += (took - seconds_per_request_) * (seconds_per_request_ > 0 ? 0.05 : 1.0);
        }
        error const why = failure ? *failure : error{};
        error const* const known = failure ? std::addressof(why) : nullptr;
        switch (phase_) {
            case phase::peers: return receive_peers(known);
            case phase::zones: return receive_page(known);
            case phase::look_zone: return receive_zone(known);
            case phase::create_zone: return receive_created_zone(known);
            case phase::look_incoming: return receive_incoming(known);
            case phase::create_incoming: return receive_created_incoming(known);
            case phase::read_back:
            case phase::read_back_again: return receive_read_back(known);
            case phase::change: return receive_change(known);
        }
    }

    // A request of unknown effect counts as a failure of its zone. Otherwise the zone remains.
    bool stopped(error const& why) override {
        if (phase_ == phase::peers || phase_ == phase::zones) return false;
        bool const writes =
            phase_ == phase::create_zone || phase_ == phase::create_incoming || phase_ == phase::change;
        if (creation_.is_open() || (writes && why.delivery() != delivery::not_sent))
            add_failure(flows::failure_kind::no_answer, std::addressof(why), "");
        report_.stopped = flows::step_failure{flows::failure_kind::not_reached, {}, why};
        return true;
    }

    // A look, or a request that can be repeated, has failed. Whether it is sent again, after a delay.
    bool may_repeat(error const& why) {
        if (creation_.look_failed(why) == creation_step::give_up) return false;
        wait(creation_.delay());
        return true;
    }

    // ---- lists ----

    // Whether a list was read. Otherwise it is requested again, or the run ends.
    bool has_list(error const* failure) {
        if (failure && !may_repeat(*failure))
            fail(*failure);
        else if (!failure)
            creation_ = creation_rule{fleet_.creation, max_retry_after_};
        return !failure;
    }

    void receive_peers(error const* failure) {
        if (!has_list(failure)) return;
        auto const& info = about().result_info;
        bool const complete =
            about().mismatches.empty() && !(info && info->total_count && *info->total_count > peers_.size());
        std::vector<std::string> const& names = fleet_.peers.get();
        for (std::size_t i = 0; i != names.size(); ++i) {
            zone_transfers::peers::peer const* found = nullptr;
            std::size_t count = 0;
            for (zone_transfers::peers::peer const& one : peers_)
                if (one.id == names[i] || one.name == names[i]) {
                    if (!found || one.id == names[i]) found = std::addressof(one);
                    ++count;
                }
            std::string const member = "peers/" + std::to_string(i);
            if (!found && !complete)
                return fail(error{flows::make_error_code(flows::errc::unreadable), delivery::answered});
            if (!found) return fail(invalid_parameter(member, "is not a peer of the account"));
            if (count > 1 && found->id != names[i])
                return fail(invalid_parameter(member, "is the name of several peers: use an identifier"));
            if (found->ip.value_or("").empty())
                return fail(invalid_parameter(member, "is a peer without an address"));
            if (std::find(peer_ids_.begin(), peer_ids_.end(), found->id) != peer_ids_.end())
                return fail(invalid_parameter(member, "repeats another element"));
            peer_ids_.push_back(found->id);
        }
        peers_ = std::vector<zone_transfers::peers::peer>{};
        phase_ = phase::zones;
    }

    // Without deletions meanwhile, a list that is as long as the service says contains all zones. Should one
    // be missing nevertheless, its creation is refused.
    void receive_page(error const* failure) {
        if (!has_list(failure)) return;
        response_info const& info = about();
        read_ += pages_.record(schema_of<std::vector<zones::zone>>, std::addressof(found_), info);
        for (zones::zone& one : found_) add_listed(one);
        page_info const page = info.result_info.value_or(page_info{});
        if (!info.mismatches.empty()) list_is_complete_ = false;
        std::uint64_t const total = page.total_count.value_or(0);
        if (total < total_) list_is_complete_ = false;
        total_ = (std::max)(total_, total);
        if (pages_.end() == list_end::none) {
            if (page.total_pages)
                pages_left_ = *page.total_pages - (std::min)(*page.total_pages, pages_.page() - 1);
            if (!page.total_pages || *pages_left_ <= count_of(zone_state::not_listed)) return;
            list_is_complete_ = false;  // looking up the zones by name takes fewer requests
        } else if (read_ < total_ || pages_.end() == list_end::limit) {
            list_is_complete_ = false;
        }
        found_ = std::vector<zones::zone>{};  // releases its memory
        next_zone();
    }

    void add_listed(zones::zone& one) {
        if (!one.account || one.account->id != fleet_.account_id.get()) return;
        auto const zone = index_.find(one.name);
        if (!zone || records_[*zone].state != zone_state::not_listed) return;
        set_state(*zone, !one.type                              ? zone_state::listed_without_type
                         : *one.type == zones::types::secondary ? zone_state::listed
                                                                : zone_state::of_other_type);
        records_[*zone].id = std::move(one.id);
        if (records_[*zone].state == zone_state::of_other_type)
            other_types_.emplace(*zone, *std::move(one.type));
    }

    // ---- zones ----

    std::string const& name() const { return fleet_.zones.get()[zone_]; }

    zones::create new_zone() const {
        return {.account = zones::account_id{.id = fleet_.account_id.get()},
                .name = std::string{without_final_dot(name())},
                .type = std::string{zones::types::secondary}};
    }

    zone_transfers::incoming::create new_configuration() const {
        return {.zone_id = id_,
                .auto_refresh_seconds = fleet_.auto_refresh_seconds,
                .name = name(),
                .peers = peer_ids_};
    }

    // Begins the zone at `zone_`, or the next one that needs a request.
    void next_zone() {
        for (; zone_ != records_.size(); ++zone_) {
            zone_record& record = records_[zone_];
            if (record.state == zone_state::finished) continue;
            begin_object();
            id_ = std::exchange(record.id, {});
            made_ = maybe_made_ = configured_ = false;
            typed_ = record.state != zone_state::listed_without_type;
            if (record.state == zone_state::of_other_type) {
                add_failure(flows::failure_kind::wrong_zone_type, nullptr, other_type(other_types_[zone_]));
                other_types_.erase(zone_);
                continue;
            }
            if (record.state != zone_state::not_listed) {
                phase_ = phase::look_incoming;
                return;
            }
            phase_ = list_is_complete_ ? phase::create_zone : phase::look_zone;
            if (!list_is_complete_ || fleet_.create_zones) return;
            add_failure(flows::failure_kind::refused, nullptr, no_such_zone);
        }
        finish();
    }

    static std::string other_type(std::string_view type) { return "it is of type " + std::string{type}; }

    void begin_object() {
        creation_ = creation_rule{fleet_.creation, max_retry_after_};
        sent_ = false;
    }

    void end_zone(flows::zone_outcome outcome) {
        count(outcome);
        lines_ += journal_line(name(), outcome, id_, nullptr);
        set_state(zone_, zone_state::finished);
        ++zone_;
        next_zone();
    }

    void add_failure(flows::failure_kind kind, error const* why, std::string_view reason) {
        flows::step_failure failure{kind, std::string{reason}, why ? *why : error{}};
        lines_ += journal_line(name(), flows::zone_outcome::failed, id_, std::addressof(failure));
        report_.failed.push_back({name(), id_, std::move(failure)});
        set_state(zone_, zone_state::finished);
    }

    void fail_zone(flows::failure_kind kind, error const* why, std::string_view reason = {}) {
        add_failure(kind, why, reason);
        // The outcome of a create may be unknown because of such a failure.
        if (why && !ends_fleet(kind)) kind = classify(*why, flows::action::create);
        if (ends_fleet(kind)) {
            report_.stopped = report_.failed.back().failure;
            report_.stopped->kind = kind;
            return finish();
        }
        ++zone_;
        next_zone();
    }

    void repeat(error const& why, std::string_view reason) {
        if (may_repeat(why)) return;
        fail_zone(
            creation_.is_open() ? flows::failure_kind::no_answer : classify(why, flows::action::change),
            std::addressof(why), reason);
    }

    // What follows from a create, or from a look after it.
    void go_on(creation_step step, phase create, phase look) {
        wait(creation_.delay());
        if (step == creation_step::give_up) {
            error const* const why = std::addressof(last_failure_);
            if (says_zone_limit(*why)) return fail_zone(flows::failure_kind::not_entitled, why);
            if (why->is_duplicate())
                return fail_zone(flows::failure_kind::refused, why, "another account may have the zone");
            return fail_zone(classify(*why, flows::action::create), why);
        }
        phase_ = step == creation_step::create ? create : look;
    }

    void create_failed(error const& why, phase create, phase look) {
        sent_ = true;
        last_failure_ = why;
        auto const step = creation_.create_failed(why);
        maybe_made_ = maybe_made_ || (creation_.is_open() && !why.is_conflict() && !why.is_duplicate());
        go_on(step, create, look);
    }

    void receive_zone(error const* failure) {
        if (failure) return repeat(*failure, "it is not known whether the zone exists");
        zones::create const wanted = new_zone();
        zones::zone const* found = nullptr;
        likeness best = likeness::other;
        for (zones::zone const& one : found_)
            if (likeness const like = compare_to(wanted, one); like > best) {
                best = like;
                found = std::addressof(one);
            }
        if (found) id_ = found->id;
        if (best == likeness::different)
            return fail_zone(flows::failure_kind::wrong_zone_type, nullptr, other_type(*found->type));
        if (best == likeness::same) {
            typed_ = found->type.has_value();
            made_ = maybe_made_;
            maybe_made_ = false;
            begin_object();
            phase_ = phase::look_incoming;
            return;
        }
        auto const& info = about().result_info;
        bool const partial = info && info->total_count && *info->total_count > found_.size();
        if (!about().mismatches.empty() || partial)
            return fail_zone(flows::failure_kind::no_answer, nullptr,
                             "it is not known whether the zone exists: the list could not be read");
        if (sent_) return go_on(creation_.found_none(), phase::create_zone, phase::look_zone);
        if (!fleet_.create_zones) return fail_zone(flows::failure_kind::refused, nullptr, no_such_zone);
        phase_ = phase::create_zone;
    }

    void receive_created_zone(error const* failure) {
        if (failure) return create_failed(*failure, phase::create_zone, phase::look_zone);
        id_ = std::move(made_zone_.id);
        typed_ = made_zone_.type.has_value();
        if (typed_ && *made_zone_.type != zones::types::secondary)
            return fail_zone(flows::failure_kind::wrong_zone_type, nullptr, other_type(*made_zone_.type));
        made_ = true;
        maybe_made_ = false;
        begin_object();
        phase_ = phase::create_incoming;
    }

    void receive_incoming(error const* failure) {
        if (failure && failure->is_not_found() && failure->is_permission())
            return fail_zone(flows::failure_kind::conflict, failure, "the zone has disappeared");
        if (failure && !says_there_is_none(*failure))
            return repeat(*failure, "it is not known whether the zone has a configuration");
        if (failure) {
            if (sent_) return go_on(creation_.found_none(), phase::create_incoming, phase::look_incoming);
            phase_ = phase::create_incoming;
            return;
        }
        if (!is_readable())
            return fail_zone(flows::failure_kind::conflict, nullptr, "the configuration could not be read");
        if (!configuration_.auto_refresh_seconds)
            configuration_.auto_refresh_seconds = std::chrono::seconds{86400};
        if (compare_to(new_configuration(), configuration_) == likeness::same)
            return end_zone(outcome_of(flows::zone_outcome::unchanged));
        existing_ = std::move(configuration_);
        phase_ = phase::change;
    }

    // Whether the values that decide what to do are of the right type.
    bool is_readable() const {
        return std::all_of(about().mismatches.begin(), about().mismatches.end(), [](mismatch const& one) {
            std::string_view member = one.pointer;
            if (!member.starts_with("/result/")) return false;
            member.remove_prefix(8);
            return !is_compared(flows::object_kind::incoming, member.substr(0, member.find('/')));
        });
    }

    flows::zone_outcome outcome_of(flows::zone_outcome otherwise) const noexcept {
        if (made_) return flows::zone_outcome::created;
        return configured_ || maybe_made_ ? flows::zone_outcome::configured : otherwise;
    }

    void receive_created_incoming(error const* failure) {
        if (failure) return create_failed(*failure, phase::create_incoming, phase::look_incoming);
        configured_ = true;
        if (typed_) return end_zone(outcome_of(flows::zone_outcome::configured));
        phase_ = phase::read_back;
    }

    // The service accepts configurations of zones of another type, which then do not exist.
    void receive_read_back(error const* failure) {
        if (!failure) return end_zone(outcome_of(flows::zone_outcome::configured));
        if (!says_there_is_none(*failure))
            return repeat(*failure, "it was created, but could not be read back");
        if (phase_ == phase::read_back_again)
            return fail_zone(flows::failure_kind::wrong_zone_type, nullptr,
                             "the configuration vanished after it was created");
        phase_ = phase::read_back_again;
        wait(fleet_.creation.first_lookup_after);
    }

    void receive_change(error const* failure) {
        if (failure) return repeat(*failure, "it is not known whether the configuration was changed");
        end_zone(outcome_of(flows::zone_outcome::changed));
    }

    static constexpr std::uint32_t zones_per_page = 50;
    static constexpr std::string_view no_such_zone = "there is no such zone in the account";

    flows::fleet fleet_;
    rate_budget* budget_;
    std::chrono::milliseconds max_retry_after_;
    std::optional<refusal> refused_{};
    fleet_index index_{};
    std::vector<zone_record> records_{};
    std::map<std::size_t, std::string> other_types_{};  // of zones that cannot be configured
    std::size_t counts_[5] = {};
    flows::fleet_report report_{};
    std::string lines_{};
    double seconds_per_request_ = 0;
    phase phase_ = phase::peers;

    // Of the lists.
    page_progress pages_{1, (std::numeric_limits<std::uint32_t>::max)(), {}};
    std::optional<std::uint64_t> pages_left_{};  // if the service says so
    std::uint64_t read_ = 0;
    std::uint64_t total_ = 0;
    bool list_is_complete_ = true;
    std::vector<std::string> peer_ids_{};

    // Of the current zone.
    std::size_t zone_ = 0;
    std::string id_{};
    bool made_ = false;        // the zone was created
    bool configured_ = false;  // the configuration was created
    bool maybe_made_ = false;  // the current object may have been created by a request without response
    bool typed_ = false;       // the zone is known to be a secondary zone
    bool sent_ = false;        // a create of the current object has failed
    creation_rule creation_{fleet_.creation, max_retry_after_};
    error last_failure_{};  // of a create
    zone_transfers::incoming::configuration existing_{};

    // Results of the latest request.
    std::vector<zone_transfers::peers::peer> peers_{};
    std::vector<zones::zone> found_{};
    zones::zone made_zone_{};
    zone_transfers::incoming::configuration configuration_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL onboard::onboard(fleet const& all, cfdns::credentials const& credentials,
                            request_options const& options, call_policy const& policy,
                            std::string_view journal)
    : flow(detail::make_flow<detail::onboarding_flow>(all, credentials, options, policy, journal)) {}

CFDNS_DECL std::string onboard::take_lines() {
    return static_cast<detail::onboarding_flow&>(*engine_).take_lines();
}

CFDNS_DECL fleet_estimate onboard::estimate(time_point now) const {
    return static_cast<detail::onboarding_flow const&>(*engine_).estimate(now);
}

CFDNS_DECL fleet_progress onboard::progress(time_point now) const {
    return static_cast<detail::onboarding_flow const&>(*engine_).progress(now);
}

CFDNS_DECL result<fleet_report> onboard::take() {
    auto& engine = static_cast<detail::onboarding_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
