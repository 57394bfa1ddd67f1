// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_SETTINGS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_SETTINGS_IPP

#include <cfdns/impl/testing/support.ipp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline settings::soa default_soa() {
    using std::chrono::seconds;
    return {.expire = seconds{604800},
            .min_ttl = seconds{1800},
            .mname = nullptr,
            .refresh = seconds{10000},
            .retry = seconds{2400},
            .rname = "dns.cloudflare.com",
            .ttl = seconds{3600}};
}

inline http_response refuse_setting(std::string const& message, std::string const& pointer) {
    return testing::write_failure(400, 1003, message, pointer);
}

template <class T>
void store_if_sent(std::optional<T>& stored, std::optional<T> const& sent) {
    if (sent) stored = sent;
}

inline void merge_soa(settings::soa& stored, settings::soa const& sent) {
    store_if_sent(stored.expire, sent.expire);
    store_if_sent(stored.min_ttl, sent.min_ttl);
    if (!sent.mname.is_absent()) stored.mname = sent.mname;
    store_if_sent(stored.refresh, sent.refresh);
    store_if_sent(stored.retry, sent.retry);
    store_if_sent(stored.rname, sent.rname);
    store_if_sent(stored.ttl, sent.ttl);
}

inline void merge_nameservers(settings::zone::nameservers& stored, settings::zone::nameservers const& sent) {
    store_if_sent(stored.type, sent.type);
    store_if_sent(stored.ns_set, sent.ns_set);
    store_if_sent(stored.nameserver_set_id, sent.nameserver_set_id);
}

inline void merge_nameservers(settings::account::nameservers& stored,
                              settings::account::nameservers const& sent) {
    store_if_sent(stored.type, sent.type);
}

// Stores the settings that zones and accounts have in common. Returns the error response, with `path` before
// the pointers, if one of them is not valid.
template <class Settings, class Sent>
std::optional<http_response> merge_settings(Settings& stored, Sent const& sent,
                                            testing::services::settings_entitlements const& may,
                                            std::initializer_list<std::string_view> types,
                                            std::string const& path) {
    namespace modes = settings::zone_modes;
    if (sent.foundation_dns == true && !may.foundation_dns)
        return refuse_setting("Foundation DNS is not available to this account or zone",
                              path + "/foundation_dns");
    if (sent.ns_ttl && !may.ns_ttl)
        return refuse_setting("Custom nameserver TTLs are not available to this account or zone",
                              path + "/ns_ttl");
    if (sent.soa && !may.soa)
        return refuse_setting("Custom SOA records are not available to this account or zone", path + "/soa");
    if (sent.zone_mode && !may.zone_mode)
        return refuse_setting("Zone modes are not available to this account or zone", path + "/zone_mode");
    if (sent.zone_mode && sent.zone_mode != modes::standard && sent.zone_mode != modes::cdn_only &&
        sent.zone_mode != modes::dns_only)
        return refuse_setting("There is no such zone mode", path + "/zone_mode");
    if (sent.nameservers && sent.nameservers->type &&
        std::find(types.begin(), types.end(), *sent.nameservers->type) == types.end())
        return refuse_setting("There is no such type of name servers", path + "/nameservers/type");

    store_if_sent(stored.flatten_all_cnames, sent.flatten_all_cnames);
    store_if_sent(stored.foundation_dns, sent.foundation_dns);
    if (sent.internal_dns) {
        if (!stored.internal_dns) stored.internal_dns.emplace();
        store_if_sent(stored.internal_dns->reference_zone_id, sent.internal_dns->reference_zone_id);
    }
    store_if_sent(stored.multi_provider, sent.multi_provider);
    if (sent.nameservers) {
        if (!stored.nameservers) stored.nameservers.emplace();
        detail::merge_nameservers(*stored.nameservers, *sent.nameservers);
    }
    store_if_sent(stored.ns_ttl, sent.ns_ttl);
    store_if_sent(stored.secondary_overrides, sent.secondary_overrides);
    if (sent.soa) {
        if (!stored.soa) stored.soa.emplace();
        settings::soa& soa = *stored.soa;
        merge_soa(soa, *sent.soa);
        if (soa.retry > soa.refresh)
            return refuse_setting("The SOA retry must not be greater than the SOA refresh",
                                  path + "/soa/retry");
        if (soa.refresh > soa.expire)
            return refuse_setting("The SOA refresh must not be greater than the SOA expire",
                                  path + "/soa/refresh");
    }
    store_if_sent(stored.zone_mode, sent.zone_mode);
    return std::nullopt;
}

inline http_response edit_zone_settings(testing::fake_cloudflare& service, settings::zone::edit const& op) {
    namespace types = settings::nameserver_types;
    settings::zone::details changed = service.settings.zone(op.zone_id.get());
    if (auto refused =
            merge_settings(changed, op, service.settings.entitlements,
                           {types::cloudflare_standard, types::cloudflare_advanced, types::custom_account,
                            types::custom_tenant, types::custom_zone, types::custom},
                           {}))
        return *std::move(refused);
    return testing::write_response(service.settings.zones[op.zone_id.get()] = std::move(changed));
}

inline http_response edit_account_settings(testing::fake_cloudflare& service,
                                           settings::account::edit const& op) {
    namespace types = settings::nameserver_types;
    settings::account::details changed = service.settings.account(op.account_id.get());
    store_if_sent(changed.enforce_dns_only, op.enforce_dns_only);
    if (op.zone_defaults) {
        if (op.zone_defaults->flatten_all_cnames == true)
            return refuse_setting("Setting an account-level default for CNAME flattening is not supported.",
                                  "/zone_defaults/flatten_all_cnames");
        if (!changed.zone_defaults) changed.zone_defaults.emplace();
        if (auto refused =
                merge_settings(*changed.zone_defaults, *op.zone_defaults, service.settings.entitlements,
                               {types::cloudflare_standard, types::cloudflare_standard_random,
                                types::cloudflare_advanced, types::custom_account, types::custom_tenant},
                               "/zone_defaults"))
            return *std::move(refused);
    }
    return testing::write_response(service.settings.accounts[op.account_id.get()] = std::move(changed));
}

// ---- views ----

inline http_response no_view() { return testing::write_failure(404, 1015, "View not found."); }

inline std::optional<http_response> refuse_view(testing::fake_cloudflare const& service,
                                                std::optional<std::string> const& name,
                                                std::optional<std::vector<std::string>> const& zones) {
    if (name && (name->empty() || name->size() > 255))
        return testing::write_failure(400, 1004, "The name of a view has 1 to 255 characters", "/name");
    for (std::size_t i = 0; zones && i != zones->size(); ++i) {
        testing::zone_type const type = service.zones.type_of((*zones)[i]);
        if (type != testing::zone_type::any && type != testing::zone_type::internal)
            return testing::write_failure(400, 1004, "A view has internal zones only",
                                          "/zones/" + std::to_string(i));
    }
    return std::nullopt;
}

inline bool passes_view_filters(testing::fake_cloudflare const& service,
                                settings::account::views::list const& op,
                                settings::account::views::view const& view) {
    filter_count filters;
    if (op.name) filters.add_texts(*op.name, view.name);
    std::vector<std::string> const zones = view.zones.value_or(std::vector<std::string>{});
    if (op.zone_id) filters.add(std::find(zones.begin(), zones.end(), *op.zone_id) != zones.end());
    if (op.zone_name)
        filters.add(std::any_of(zones.begin(), zones.end(), [&](std::string const& id) {
            auto const at = service.zones.all.find(id);
            return at != service.zones.all.end() && iequals(at->second.name, *op.zone_name);
        }));
    return filters.matches(op.match);
}

inline http_response list_views(testing::fake_cloudflare& service,
                                settings::account::views::list const& op) {
    using view = settings::account::views::view;
    std::vector<view> found;
    for (auto const& [id, one] : service.settings.views[op.account_id.get()])
        if (passes_view_filters(service, op, one)) found.push_back(one);
    if (op.order)
        std::stable_sort(found.begin(), found.end(), [&](view const& a, view const& b) {
            auto const key = [&](view const& one) {
                auto const& time = op.order == "created_on" ? one.created_time : one.modified_time;
                return op.order == "name" ? one.name : std::string{time ? time->text() : ""};
            };
            return op.direction == "desc" ? key(b) < key(a) : key(a) < key(b);
        });
    return make_page_response(found, op.page, op.per_page, {.usual = 100, .maximum = 5'000'000});
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL cfdns::settings::zone::details settings::zone(std::string_view id) const {
    auto const at = zones.find(id);
    if (at != zones.end()) return at->second;
    return {
        .flatten_all_cnames = false,
        .foundation_dns = false,
        .internal_dns = cfdns::settings::internal_dns{},
        .multi_provider = false,
        .nameservers =
            cfdns::settings::zone::nameservers{
                .type = std::string{cfdns::settings::nameserver_types::cloudflare_standard}, .ns_set = 1},
        .ns_ttl = std::chrono::seconds{86400},
        .secondary_overrides = false,
        .soa = cfdns::detail::default_soa(),
        .zone_mode = std::string{cfdns::settings::zone_modes::standard}};
}

CFDNS_TESTING_DECL cfdns::settings::account::details settings::account(std::string_view id) const {
    auto const at = accounts.find(id);
    if (at != accounts.end()) return at->second;
    return {.enforce_dns_only = false,
            .zone_defaults = cfdns::settings::account::zone_defaults{
                .flatten_all_cnames = false,
                .foundation_dns = false,
                .internal_dns = cfdns::settings::internal_dns{},
                .multi_provider = false,
                .nameservers =
                    cfdns::settings::account::nameservers{
                        .type = std::string{cfdns::settings::nameserver_types::cloudflare_standard}},
                .ns_ttl = std::chrono::seconds{86400},
                .secondary_overrides = false,
                .soa = cfdns::detail::default_soa(),
                .zone_mode = std::string{cfdns::settings::zone_modes::standard}}};
}

CFDNS_TESTING_DECL void settings::mount(fake_cloudflare& to) {
    namespace all = cfdns::settings;
    namespace views = cfdns::settings::account::views;

    to.on<all::zone::get>([](fake_cloudflare& service, all::zone::get const& op) {
        return testing::write_response(service.settings.zone(op.zone_id.get()));
    });
    to.on<all::zone::edit>([](fake_cloudflare& service, all::zone::edit const& op) {
        return cfdns::detail::edit_zone_settings(service, op);
    });
    to.on<all::account::get>([](fake_cloudflare& service, all::account::get const& op) {
        return testing::write_response(service.settings.account(op.account_id.get()));
    });
    to.on<all::account::edit>([](fake_cloudflare& service, all::account::edit const& op) {
        return cfdns::detail::edit_account_settings(service, op);
    });

    to.on<views::list>([](fake_cloudflare& service, views::list const& op) {
        return cfdns::detail::list_views(service, op);
    });
    to.on<views::create>([](fake_cloudflare& service, views::create const& op) {
        if (!service.settings.entitlements.internal_dns)
            return testing::write_failure(
                400, 1029,
                "Internal DNS is not available to this account. Contact support for more information.");
        if (auto refused = cfdns::detail::refuse_view(service, op.name.get(), op.zones.get()))
            return *std::move(refused);
        views::view made{.id = service.make_id(),
                         .name = op.name.get(),
                         .zones = op.zones.get(),
                         .created_time = service.make_timestamp(),
                         .modified_time = service.make_timestamp()};
        auto& stored = service.settings.views[op.account_id.get()][made.id];
        return testing::write_response(stored = std::move(made));
    });
    to.on<views::get>([](fake_cloudflare& service, views::get const& op) {
        auto const& known = service.settings.views[op.account_id.get()];
        auto const at = known.find(op.view_id.get());
        return at == known.end() ? cfdns::detail::no_view() : testing::write_response(at->second);
    });
    to.on<views::edit>([](fake_cloudflare& service, views::edit const& op) {
        auto& known = service.settings.views[op.account_id.get()];
        auto const at = known.find(op.view_id.get());
        if (at == known.end()) return cfdns::detail::no_view();
        if (auto refused = cfdns::detail::refuse_view(service, op.name, op.zones))
            return *std::move(refused);
        if (op.name) at->second.name = *op.name;
        if (op.zones) at->second.zones = op.zones;
        at->second.modified_time = service.make_timestamp();
        return testing::write_response(at->second);
    });
    to.on<views::delete_>([](fake_cloudflare& service, views::delete_ const& op) {
        if (service.settings.views[op.account_id.get()].erase(op.view_id.get()) == 0)
            return cfdns::detail::no_view();
        return testing::write_response(deleted{op.view_id.get()});
    });
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
