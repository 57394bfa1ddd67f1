// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_EXAMINE_IPP
#define CFDNS_IMPL_FLOWS_EXAMINE_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/examine.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/looking.ipp>
#include <cfdns/records/operations.hpp>
#include <cfdns/settings.hpp>
#include <cfdns/zones/operations.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

class examining_flow : public looking_flow {
public:
    examining_flow(std::string&& zone_id, std::string&& account_id, cfdns::credentials const& credentials,
                   request_options const& options, call_policy const& policy)
        : looking_flow({.account_id = std::move(account_id)}, credentials, options, policy, {}) {
        facts_.zone_id = std::move(zone_id);
    }

    flows::facts take() {
        facts_.state = std::move(seen_);
        return std::move(facts_);
    }

private:
    // What the looks at desired states do not include.
    enum class part : unsigned char { look, zone, settings, ns_records, caa_records, proxied_records };

    struct question {
        part of{};
        look_target target{};
    };

    void begin() override {
        std::string const& zone = facts_.zone_id;
        questions_ = {{part::look, {object_kind::acl}},
                      {part::look, {object_kind::tsig}},
                      {part::look, {object_kind::peer}},
                      {part::look, {object_kind::outgoing, zone}},
                      {part::look, {object_kind::incoming, zone}},
                      {part::zone}};
    }

    void send() override {
        std::string const& zone = facts_.zone_id;
        constexpr std::uint32_t most = 100;
        question const& next = questions_.back();
        switch (next.of) {
            case part::look: return send_look(next.target);
            case part::zone: return call(zones::get{.zone_id = zone}, zone_);
            case part::settings: return call(settings::zone::get{.zone_id = zone}, settings_);
            case part::ns_records:
                return call(records::list{.zone_id = zone, .per_page = most, .type = "NS"}, records_);
            case part::caa_records:
                return call(records::list{.zone_id = zone, .per_page = most, .type = "CAA"}, records_);
            case part::proxied_records:
                return call(records::list{.zone_id = zone, .per_page = most, .proxied = true}, records_);
        }
    }

    void receive(error const* failure) override {
        question const asked = std::move(questions_.back());
        questions_.pop_back();
        if (asked.of == part::look) {
            std::vector<look_target> more;
            if (receive_look(asked.target, failure, more)) failure = nullptr;
            if (!more.empty()) {
                questions_.insert(
                    questions_.begin(),
                    {{part::proxied_records}, {part::caa_records}, {part::ns_records}, {part::settings}});
                questions_.push_back({part::look, more.front()});
            }
        }
        if (failure) {
            bool const refused = is_client_error(*failure) && !failure->is_rate_limited();
            if (!refused) return fail(*failure);
            facts_.failures.push_back({std::string{name_of(asked)}, *failure});
            // The others would fail as well.
            if (failure->http_status() == 401 && !says_not_entitled(*failure)) return finish();
        } else if (asked.of == part::zone) {
            facts_.zone = std::move(zone_);
        } else if (asked.of == part::settings) {
            facts_.settings = std::move(settings_);
        } else if (asked.of != part::look) {
            if (!facts_.records) facts_.records.emplace();
            facts_.records->insert(facts_.records->end(), std::make_move_iterator(records_.begin()),
                                   std::make_move_iterator(records_.end()));
        }
        if (questions_.empty()) finish();
    }

    static std::string_view name_of(question const& asked) noexcept {
        switch (asked.of) {
            case part::zone: return "zone";
            case part::settings: return "settings";
            case part::ns_records:
            case part::caa_records:
            case part::proxied_records: return "records";
            case part::look: break;
        }
        switch (asked.target.kind) {
            case object_kind::tsig: return "tsigs";
            case object_kind::peer: return "peers";
            case object_kind::acl: return "acls";
            case object_kind::incoming: return "incoming";
            case object_kind::outgoing: break;
        }
        return asked.target.status ? "status" : "outgoing";
    }

    flows::facts facts_{};
    std::vector<question> questions_{};  // in reverse order
    // Results of the latest request.
    zones::zone zone_{};
    settings::zone::details settings_{};
    std::vector<records::record> records_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL examine::examine(std::string zone_id, std::string account_id,
                            cfdns::credentials const& credentials, request_options const& options,
                            call_policy const& policy)
    : flow(detail::make_flow<detail::examining_flow>(std::move(zone_id), std::move(account_id), credentials,
                                                     options, policy)) {}

CFDNS_DECL result<facts> examine::take() {
    auto& engine = static_cast<detail::examining_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
