// SPDX-License-Identifier: BSL-1.0
// How long plans for records take, how much memory, and how many requests. Run by record_plan.sh.
//
//     record_plan           prints the table
//     record_plan NUMBER    writes NUMBER records as JSON lines for the peers: name, type, values, and those
//     of the desired
//
// Per 100 records there are 40 A, 15 AAAA, 25 CNAME, 12 TXT and 8 MX records in 92 sets.
#include <cfdns/flows/record_plan.hpp>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace flows = cfdns::flows;
namespace records = cfdns::records;
using namespace std::chrono_literals;

namespace {

std::size_t live = 0, peak = 0;  // octets on the heap

}  // namespace

void* operator new(std::size_t size) {
    void* const made = std::malloc(size);
    if (!made) std::abort();
    live += malloc_usable_size(made);
    peak = std::max(peak, live);
    return made;
}
void operator delete(void* made) noexcept {
    if (made) live -= malloc_usable_size(made);
    std::free(made);
}
void operator delete(void* made, std::size_t) noexcept { operator delete(made); }

namespace {

struct zone {
    flows::desired_records want{.zone_id = "z", .zone_name = "example.com"};
    flows::observed_records seen{.zone_id = "z"};
};

void add_set(zone& to, std::string const& name, std::string type, std::vector<std::string> values) {
    for (std::string const& value : values) {
        records::record one;
        one.id = "023e105f4ecef8ad" + std::to_string(1'000'000'000'000'000 + to.seen.records.size());
        one.name = name + ".example.com";
        one.type = type;
        if (type == "MX") one.priority = 10;
        one.content = type == "MX" ? value.substr(3) : value;
        one.ttl = 300s;
        one.proxied = false;
        one.proxiable = type.size() != 2;
        one.meta.emplace();
        one.settings.emplace();
        one.tags.emplace();
        one.created_on = one.modified_on = cfdns::timestamp{"2026-01-01T00:00:00.000000Z"};
        to.seen.records.push_back(std::move(one));
    }
    to.want.sets.push_back(
        {.name = name, .type = std::move(type), .values = std::move(values), .ttl = 300s});
}

zone make_zone(std::size_t count) {
    zone out;
    for (std::size_t group = 0; group * 100 < count; ++group) {
        std::string const g = std::to_string(group);
        auto const name = [&](char const* prefix, int i) { return prefix + g + "-" + std::to_string(i); };
        for (int i = 0; i != 35; ++i) {
            std::vector<std::string> addresses{"192.0.2." + std::to_string(i)};
            if (i < 5) addresses.push_back("198.51.100." + std::to_string(i));
            add_set(out, name("h", i), "A", addresses);
        }
        for (int i = 0; i != 15; ++i)
            add_set(out, name("h", i), "AAAA",
                    {"2001:db8:" + std::to_string(i) + "::" + std::to_string(group % 9999)});
        for (int i = 0; i != 25; ++i)
            add_set(out, name("c", i), "CNAME", {"target" + std::to_string(i) + ".example.net"});
        for (int i = 0; i != 12; ++i)
            add_set(out, name("t", i), "TXT", {"\"v=spf1 include:spf" + g + ".example.net -all\""});
        for (int i = 0; i != 3; ++i)
            add_set(out, name("m", i), "MX", {"10 mx1.example.net", "10 mx2.example.net"});
        for (int i = 3; i != 5; ++i) add_set(out, name("m", i), "MX", {"10 mx1.example.net"});
    }
    return out;
}

// 1 %: of these 40 % with another TTL, 20 % with another value, 20 % created and 20 % removed.
void change_some(zone& of) {
    std::size_t const changes = of.seen.records.size() / 100;
    std::vector<flows::record_set> more;
    for (std::size_t k = 0; k != changes; ++k) {
        flows::record_set& set = of.want.sets[k * 92 + 5 + k % 30];  // of one A record
        std::string const number = std::to_string(k);
        switch (k % 5) {
            case 0:
            case 1: set.ttl = 600s; break;
            case 2: set.values = {"203.0.113.1"}; break;
            case 3: set.values.get().clear(); break;
            default: more.push_back({.name = "new" + number, .type = "A", .values = {"203.0.113.1"}}); break;
        }
    }
    of.want.sets.insert(of.want.sets.end(), more.begin(), more.end());
}

void print_row(std::string const& title, zone const& of, std::size_t octets) {
    double best = 1e9;
    std::size_t steps = 0, requests = 0, most = 0;
    for (int i = 0; i != 9; ++i) {
        std::size_t const before = live;
        peak = live;
        std::clock_t const start = std::clock();
        flows::record_plan const plan =
            flows::make_record_plan(of.want, of.seen, {.max_removals = 1'000'000});
        best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
        most = std::max(most, peak - before);
        if (plan.has_conflicts()) std::abort();
        steps = plan.steps.size();
        requests = plan.requests();
    }
    std::cout << "| " << title << " | " << steps << " | " << requests << " | " << std::fixed
              << std::setprecision(4) << best << " s | " << std::setprecision(2)
              << static_cast<double>(octets + most) / static_cast<double>(octets) << " |\n";
}

void print_table() {
    std::cout
        << "| records, and what differs | steps | requests | CPU time, best of 9 | peak memory / lists |\n"
           "| --- | --: | --: | --: | --: |\n";
    for (std::size_t const count : {std::size_t{1'000}, std::size_t{10'000}, std::size_t{100'000}}) {
        std::string const number = std::to_string(count);
        std::size_t const before = live;
        zone one = make_zone(count);
        one.want.sets.shrink_to_fit();
        one.seen.records.shrink_to_fit();
        std::size_t const octets = live - before;
        print_row(number + ", nothing", one, octets);
        zone some = one;
        change_some(some);
        print_row(number + ", 1 %", some, octets);
        zone half = one;
        for (std::size_t i = 0; i < half.want.sets.size(); i += 2) half.want.sets[i].ttl = 600s;
        print_row(number + ", TTL of half", half, octets);
        zone empty = one;
        empty.seen.records.clear();
        print_row(number + ", all to be created", empty, octets);
        zone gone = one;
        for (flows::record_set& set : gone.want.sets) set.values.get().clear();
        print_row(number + ", all to be removed", gone, octets);
    }
}

void write_lines(std::size_t count) {
    zone some = make_zone(count);
    auto const write = [](char const* side, flows::record_set const& set) {
        std::cout << side << '\t' << set.name.get() << '\t' << set.type.get() << '\t'
                  << set.ttl.value_or(300s).count();
        for (std::string const& value : set.values.get()) std::cout << '\t' << value;
        std::cout << '\n';
    };
    for (flows::record_set const& set : some.want.sets) write("has", set);
    change_some(some);
    for (flows::record_set const& set : some.want.sets)
        if (!set.values.get().empty()) write("wants", set);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2)
        write_lines(std::strtoul(argv[1], nullptr, 10));
    else
        print_table();
}
