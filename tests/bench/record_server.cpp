// SPDX-License-Identifier: BSL-1.0
// The in-memory service on the loopback interface, with a zone example.com, which counts its requests. Run
// by record_peers.py.
//
// The first line of output is the base URL. Commands are lines of standard input; the program ends when that
// is closed.
//
//     clear     removes all records
//     save      saves the records
//     restore   puts back the saved records and starts counting from 0
//     counts    prints a line with the number of requests of each method: GET 2 POST 5
//     records   prints a line for each record, in which tabs separate name, type, value and TTL, and then an
//               empty line
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include "../../examples/support/http_host.hpp"

#include <chrono>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

int main() {
    std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
    std::mutex guard;
    std::map<std::string, int> counts;
    std::vector<cfdns::records::record> saved;
    cfdns::testing::fake_cloudflare service;
    service.zones.all[zone_id] = {.id = zone_id, .name = "example.com", .status = "active"};
    service.zones.all[zone_id].created_on = service.make_timestamp();
    // Large zones need a paid plan. The batches are those of the free one.
    service.records.limits[zone_id] = {.records = 100'000, .batch_operations = 200};
    auto const answer = [&](cfdns::http_request const& request) {
        std::lock_guard const lock{guard};
        ++counts[std::string{to_string(request.method)}];
        auto response = service.handle(request);
        service.log.clear();
        if (response.status >= 300)
            std::cerr << "refused: " << to_string(request.method) << ' ' << request.target << ": "
                      << response.body << '\n';
        return response;
    };
    support::http_host const host{answer};
    std::cout << "http://127.0.0.1:" << host.port() << "/client/v4" << std::endl;
    for (std::string command; std::getline(std::cin, command);) {
        std::lock_guard const lock{guard};
        auto& records = service.records.all[zone_id];
        if (command == "clear") {
            records.clear();
        } else if (command == "save") {
            saved = records;
        } else if (command == "restore") {
            records = saved;
            counts.clear();
        } else if (command == "counts") {
            char const* separator = "";
            for (auto const& [method, count] : counts) {
                std::cout << separator << method << ' ' << count;
                separator = " ";
            }
            std::cout << std::endl;
        } else if (command == "records") {
            for (auto const& one : records) {
                std::cout << one.name << '\t' << one.type << '\t';
                if (one.priority) std::cout << *one.priority << ' ';
                std::cout << one.content.value_or("") << '\t'
                          << one.ttl.value_or(std::chrono::seconds{}).count() << '\n';
            }
            std::cout << std::endl;
        } else {
            std::cerr << "there is no command " << command << '\n';
            return 2;
        }
    }
}
