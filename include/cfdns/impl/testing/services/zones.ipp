// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_ZONES_IPP
#define CFDNS_IMPL_TESTING_SERVICES_ZONES_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/impl/testing/support.ipp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// ---- names and identifiers ----

inline bool is_label(std::string_view text) noexcept {
    if (text.empty() || text.size() > 63) return false;
    for (char const c : text)
        if (!is_alnum(c) && c != '-' && c != '_' && static_cast<unsigned char>(c) < 0x80) return false;
    return true;
}

inline bool is_zone_name(std::string_view name, bool internal) noexcept {
    if (internal && name == ".") return true;
    if (name.size() > 253) return false;
    std::size_t labels = 0;
    for (bool last = false; !last; ++labels) {
        std::size_t const dot = name.find('.');
        if (!is_label(name.substr(0, dot))) return false;
        last = dot == std::string_view::npos;
        if (!last) name.remove_prefix(dot + 1);
    }
    return labels > 1 || internal;
}

inline bool is_object_id(std::string_view text) noexcept {
    for (char const c : text)
        if (!is_digit(c) && (to_lower(c) < 'a' || to_lower(c) > 'f')) return false;
    return text.size() == 32;
}

inline http_response no_zone(std::string_view id) {
    return is_object_id(id) ? testing::write_failure(403, 9109, "Invalid zone identifier")
                            : testing::write_failure(400, 7000, "No route for that URI");
}

// ---- filters ----

// Whether the text passes a filter such as "starts_with:exam". Without a known operator, it must be equal.
inline bool passes_text_filter(std::string_view filter, std::string_view text) {
    std::size_t const colon = filter.find(':');
    std::string_view const name = filter.substr(0, colon);
    auto const is_known = [&](std::string_view known) {
        return colon != std::string_view::npos && name == known;
    };
    bool const exact = name.ends_with("_case_sensitive");
    std::string const wanted =
        exact ? std::string{filter.substr(colon + 1)} : lower(filter.substr(colon + 1));
    std::string const found = exact ? std::string{text} : lower(text);
    namespace operators = zones::operators;
    if (is_known(operators::equal)) return found == wanted;
    if (is_known(operators::not_equal)) return found != wanted;
    if (is_known(operators::starts_with) || is_known(operators::starts_with_case_sensitive))
        return found.starts_with(wanted);
    if (is_known(operators::ends_with) || is_known(operators::ends_with_case_sensitive))
        return found.ends_with(wanted);
    if (is_known(operators::contains) || is_known(operators::contains_case_sensitive))
        return found.find(wanted) != std::string::npos;
    return iequals(filter, text);
}

inline bool contains_item(std::string_view list, std::string_view wanted) noexcept {
    while (!list.empty()) {
        std::string_view const item = list.substr(0, list.find(','));
        if (trim(item) == wanted) return true;
        list.remove_prefix(item.size() < list.size() ? item.size() + 1 : list.size());
    }
    return false;
}

inline bool passes_filters(zones::list const& filters, zones::zone const& zone) {
    std::string_view const type = zone.type ? std::string_view{*zone.type} : std::string_view{};
    if (type == "internal" && !contains_item(filters.type.value_or(""), type)) return false;
    filter_count count;
    auto const filter = [&](auto const& wanted, auto&& passes) {
        if (wanted) count.add(passes(*wanted));
    };
    auto const account = zone.account.value_or(zones::account{});
    filter(filters.account.id, [&](std::string const& id) { return account.id == id; });
    filter(filters.account.name,
           [&](std::string const& name) { return passes_text_filter(name, account.name.value_or("")); });
    filter(filters.name, [&](std::string const& name) { return passes_text_filter(name, zone.name); });
    filter(filters.status, [&](std::string const& status) { return zone.status == status; });
    filter(filters.type, [&](std::string const& types) { return contains_item(types, type); });
    return count.matches(filters.match);
}

// The value by which a list is ordered; empty if the order is unknown.
inline std::string order_key(zones::zone const& zone, std::string_view order) {
    if (order == zones::orders::name) return zone.name;
    if (order == zones::orders::status) return zone.status.value_or("");
    auto const account = zone.account.value_or(zones::account{});
    if (order == zones::orders::account_id) return account.id.value_or("");
    if (order == zones::orders::account_name) return account.name.value_or("");
    if (order == zones::orders::plan_id && zone.plan) return zone.plan->id.value_or("");
    return {};
}

inline bool is_too_new_for_lists(testing::fake_cloudflare const& service, zones::zone const& zone) {
    auto const created = zone.created_on ? zone.created_on->time() : std::nullopt;
    return created && service.now - *created < service.quirks.lists_lag_by;
}

// ---- creation ----

// The account of a new zone; empty if the request does not specify one.
inline std::optional<zones::account> account_of(testing::fake_cloudflare const& service,
                                                zones::create const& op) {
    auto const& known = service.accounts.all;
    std::optional<std::string> id = op.account.get().id;
    if (!id && known.size() == 1) id = known.begin()->first;
    if (!id || id->empty()) return std::nullopt;
    zones::account out;
    if (auto const at = known.find(*id); at != known.end()) out.name = at->second.name;
    out.id = std::move(id);
    return out;
}

inline std::optional<http_response> refuse_name(testing::fake_cloudflare const& service,
                                                std::string const& name, bool internal,
                                                zones::account const& account) {
    if (!is_zone_name(name, internal))
        return testing::write_failure(400, 1002, "Invalid domain name", "/name");
    if (internal) return std::nullopt;
    if (service.zones.unregistered.contains(name))
        return testing::write_failure(400, 1099, name + " is not a registered domain");
    auto const owner = service.accounts.all.find(*account.id);
    bool const enterprise =
        owner != service.accounts.all.end() && owner->second.type == accounts::types::enterprise;
    for (auto const& [id, other] : service.zones.all) {
        if (other.type == zones::types::internal) continue;
        if (iequals(other.name, name)) return testing::write_failure(400, 1061, name + " already exists");
        if (!enterprise && is_below(name, lower(other.name)))
            return testing::write_failure(400, 1116, "You can only add a root domain, not a subdomain");
    }
    return std::nullopt;
}

inline http_response create_zone(testing::fake_cloudflare& service, zones::create const& op) {
    testing::services::zones& state = service.zones;
    std::string const type = op.type.value_or("full");
    bool const internal = type == zones::types::internal;
    if (state.quirks.secondary_signup_is_refused && type == zones::types::secondary)
        return testing::write_failure(403, 1000, "Secondary zone signup not allowed");
    if (!contains_item("full,partial,secondary,internal", type))
        return testing::write_failure(400, 9207, "There is no such type of zones.", "/type");
    auto const account = account_of(service, op);
    if (!account) return testing::write_failure(400, 9207, "The account is missing.", "/account/id");
    std::string name = lower(op.name.get());
    if (name.size() > 1 && name.ends_with('.')) name.pop_back();
    if (auto refused = refuse_name(service, name, internal, *account)) return *std::move(refused);

    zones::zone made;
    made.id = service.make_id();
    made.name = name;
    made.status = internal ? zones::statuses::active : zones::statuses::pending;
    made.type = type;
    made.paused = false;
    made.development_mode = std::chrono::seconds{0};
    made.created_on = made.modified_on = service.make_timestamp();
    made.account = account;
    made.owner = zones::owner{.type = "user"};
    made.meta = zones::metadata{
        .step = 4, .phishing_detected = false, .custom_certificate_quota = 0, .page_rule_quota = 3};
    if (internal) {
        made.name_servers.emplace();
        made.activated_on = made.created_on;
    } else {
        made.plan = zones::plan{.id = "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                                .name = "Free Website",
                                .price = 0,
                                .currency = "USD",
                                .frequency = "",
                                .legacy_id = "free",
                                .is_subscribed = true,
                                .can_subscribe = false,
                                .legacy_discount = false,
                                .externally_managed = false};
        if (type == zones::types::partial)
            made.verification_key = "verify-" + made.id;
        else
            made.name_servers = assigned_name_servers(*account->id);
    }
    return testing::write_response(state.all.emplace(made.id, made).first->second);
}

inline http_response edit_zone(testing::fake_cloudflare& service, zones::edit const& op) {
    auto const at = service.zones.all.find(op.zone_id.get());
    if (at == service.zones.all.end()) return no_zone(op.zone_id.get());
    zones::zone& stored = at->second;
    if (op.paused.has_value() + op.type.has_value() + op.vanity_name_servers.has_value() != 1)
        return testing::write_failure(400, 1085, "Only one zone property can be updated at a time");
    if (op.type) {
        if (!contains_item("full,partial,secondary,internal", *op.type))
            return testing::write_failure(400, 9207, "There is no such type of zones.", "/type");
        bool const internal = stored.type == zones::types::internal;
        if (internal != (*op.type == zones::types::internal))
            return testing::write_failure(400, 1000, "The type of the zone cannot be changed", "/type");
        stored.type = op.type;
    }
    if (op.paused) stored.paused = op.paused;
    if (op.vanity_name_servers) stored.vanity_name_servers = op.vanity_name_servers;
    stored.modified_on = service.make_timestamp();
    return testing::write_response(stored);
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL zone_type zones::type_of(std::string_view id) const {
    auto const at = all.find(id);
    if (at == all.end() || !at->second.type) return zone_type::any;
    std::string_view const type = *at->second.type;
    return type == "full"        ? zone_type::full
           : type == "partial"   ? zone_type::partial
           : type == "secondary" ? zone_type::secondary
           : type == "internal"  ? zone_type::internal
                                 : zone_type::any;
}

CFDNS_TESTING_DECL void zones::mount(fake_cloudflare& to) {
    using zone = cfdns::zones::zone;

    to.on<cfdns::zones::list>([](fake_cloudflare& service, cfdns::zones::list const& op) {
        std::vector<zone> found;
        for (auto const& [id, one] : service.zones.all)
            if (!cfdns::detail::is_too_new_for_lists(service, one) && cfdns::detail::passes_filters(op, one))
                found.push_back(one);
        if (op.order)
            std::stable_sort(found.begin(), found.end(), [&](zone const& a, zone const& b) {
                auto const key = [&](zone const& one) { return cfdns::detail::order_key(one, *op.order); };
                return op.direction == "desc" ? key(b) < key(a) : key(a) < key(b);
            });
        return cfdns::detail::make_page_response(found, op.page, op.per_page, {.minimum = 5, .maximum = 50});
    });
    to.on<cfdns::zones::create>([](fake_cloudflare& service, cfdns::zones::create const& op) {
        return cfdns::detail::create_zone(service, op);
    });
    to.on<cfdns::zones::get>([](fake_cloudflare& service, cfdns::zones::get const& op) {
        auto const at = service.zones.all.find(op.zone_id.get());
        return at == service.zones.all.end() ? cfdns::detail::no_zone(op.zone_id.get())
                                             : testing::write_response(at->second);
    });
    to.on<cfdns::zones::edit>([](fake_cloudflare& service, cfdns::zones::edit const& op) {
        return cfdns::detail::edit_zone(service, op);
    });
    to.on<cfdns::zones::delete_>([](fake_cloudflare& service, cfdns::zones::delete_ const& op) {
        if (service.zones.all.erase(op.zone_id.get()) == 0) return cfdns::detail::no_zone(op.zone_id.get());
        return testing::write_response(deleted{op.zone_id.get()});
    });
}

CFDNS_TESTING_DECL void zones::run_pending(fake_cloudflare& service) {
    if (!activate_after) return;
    for (auto& [id, zone] : all) {
        if (zone.status != cfdns::zones::statuses::pending || !zone.created_on) continue;
        auto const created = zone.created_on->time();
        if (!created) continue;
        fake_cloudflare::time_point const due = created.value() + *activate_after;
        if (service.now < due) continue;
        zone.status = cfdns::zones::statuses::active;
        zone.activated_on = zone.modified_on = cfdns::detail::make_timestamp(due);
    }
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
