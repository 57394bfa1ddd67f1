// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_PROGRAM_HPP
#define SUPPORT_PROGRAM_HPP

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/transport/curl.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Code shared by the examples that are command-line programs.
namespace support {

/// Exit statuses.
enum exit_status : int {
    success = 0,  ///< Done, or there was nothing to do.
    failure = 1,  ///< The service or the network failed, or the program refused to go on.
    usage = 2,    ///< Invalid arguments or settings; no request was sent.
    differs = 3,  ///< Only `zone_backup`: the zone does not match the file.
};

/// A client that retries for up to two minutes.
using client = cfdns::client<cfdns::curl_transport, cfdns::blocking_runtime>;

/// The value of an environment variable; empty if it is not set.
[[nodiscard]] inline std::string environment(char const* name) {
    char const* const value = std::getenv(name);
    return value ? value : "";
}

/// Returns a client with the settings of the environment. If they are missing or invalid, prints a message
/// to standard error and returns `std::nullopt`.
[[nodiscard]] inline std::optional<client> client_from_environment() {
    auto const settings = cfdns::settings_from_environment();
    if (!settings) {
        std::cerr << settings.error().message() << '\n';
        return std::nullopt;
    }
    if (!settings->credentials) {
        std::cerr << "no credentials: set CLOUDFLARE_API_TOKEN\n";
        return std::nullopt;
    }
    return client{cfdns::curl_transport{{.origin = settings->origin}}, *settings->credentials,
                  settings->options, cfdns::blocking_runtime{},
                  cfdns::call_policy{.timeout = std::chrono::minutes{2}}};
}

/// Returns the zone that contains `host`, or the parent with the longest name that is a zone. Unless there
/// is exactly one, prints a message to standard error and returns `std::nullopt`.
[[nodiscard]] inline std::optional<cfdns::zones::zone> find_zone(client& cloudflare, std::string_view host) {
    auto found = cloudflare.run(
        cfdns::zones::find_zone{host, cloudflare.credentials(), cloudflare.options(), cloudflare.policy()});
    if (!found) {
        std::cerr << host << ": cannot find the zone: " << found.error().message() << '\n';
        return std::nullopt;
    }
    if (found->size() == 1) return std::move(found->front());
    std::cerr << host << ": ";
    if (found->empty())
        std::cerr << "these credentials have no zone that contains this name\n";
    else
        std::cerr << found->size() << " zones have the name " << found->front().name
                  << ": set CLOUDFLARE_ZONE_ID\n";
    return std::nullopt;
}

/// Returns the identifier of the zone that contains `host`: CLOUDFLARE_ZONE_ID if it is set, otherwise that
/// of `find_zone`.
[[nodiscard]] inline std::optional<std::string> find_zone_id(client& cloudflare, std::string_view host) {
    std::string id = environment("CLOUDFLARE_ZONE_ID");
    if (!id.empty()) return id;
    auto zone = find_zone(cloudflare, host);
    if (!zone) return std::nullopt;
    return std::move(zone->id);
}

/// Returns all records of this name and type. The name is in canonical form.
[[nodiscard]] inline cfdns::result<std::vector<cfdns::records::record>> find_records(
    client& cloudflare, std::string const& zone_id, std::string const& name, std::string_view type) {
    std::vector<cfdns::records::record> found;
    for (auto& record : cloudflare.pages(
             cfdns::records::list{.zone_id = zone_id, .name = {.exact = name}, .type = std::string{type}})) {
        if (!record) return record.error();
        // The service ignores filters that it does not understand, and then lists everything.
        auto const has = cfdns::canonical_name(record->name);
        if (has && *has == name && record->type == type) found.push_back(std::move(*record));
    }
    return found;
}

}  // namespace support

#endif
