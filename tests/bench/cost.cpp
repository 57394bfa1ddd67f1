// SPDX-License-Identifier: BSL-1.0
#include "works.hpp"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>

// Does one work so many times and nothing else, for callgrind to count its instructions; or reads and writes
// lists of all lengths.
//
//   cost list                      works, as "work/who"
//   cost run WORK/WHO ROUNDS
//   cost read WHO ELEMENTS         reads peers: prints bytes, nanoseconds and the peak of memory that it
//   took, in kB cost write WHO ELEMENTS        the same of writing tags of peers

namespace {

using namespace bench;

long peak_kilobytes() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6);
    return 0;
}

void forget_peak() { std::ofstream{"/proc/self/clear_refs"} << 5; }

int measure(std::vector<contender> const& all, std::string_view who, std::size_t elements,
            std::size_t bytes) {
    for (contender const& each : all) {
        if (each.who != who) continue;
        forget_peak();
        long const before = peak_kilobytes();
        each.run();
        long const peak = peak_kilobytes() - before;
        std::size_t const rounds = elements < 10'000 ? 200'000 / elements : 3;
        double best = 0;
        for (int i = 0; i != 5; ++i) {
            auto const start = std::chrono::steady_clock::now();
            for (std::size_t round = 0; round != rounds; ++round) each.run();
            std::chrono::duration<double, std::nano> const took = std::chrono::steady_clock::now() - start;
            double const one = took.count() / static_cast<double>(rounds);
            if (i == 0 || one < best) best = one;
        }
        std::printf("%zu %.0f %ld\n", bytes, best, peak);
        return 0;
    }
    return 1;
}

int read_peers(std::string_view who, std::size_t elements) {
    std::string const text = make_peers(elements);
    std::vector<contender> all;
    all.push_back({"", "cfdns", text.size(), [&text] { read_by_cfdns<zt::peers::list>(text); }});
    using list = zt::peers::list::response_type;
    all.push_back(
        {"", "simdjson On-Demand", text.size(), [&text] { keep(simdjson_on_demand::parse<list>(text)); }});
    all.push_back({"", "Boost.JSON DOM", text.size(), [&text] { keep(boost_dom::parse<list>(text)); }});
    all.push_back({"", "RapidJSON DOM", text.size(), [&text] { keep(rapidjson_dom::parse<list>(text)); }});
    all.push_back({"", "nlohmann", text.size(), [&text] { keep(nlohmann_dom::parse<list>(text)); }});
#if defined(CFDNS_BENCH_GLAZE)
    all.push_back({"", "glaze", text.size(),
                   [&text] { keep(glaze_peer::parse<std::vector<glaze_peer::peer>>(text)); }});
#endif
#if defined(CFDNS_BENCH_YYJSON)
    all.push_back({"", "yyjson", text.size(), [&text] { keep(yyjson_dom::parse<list>(text)); }});
#endif
    // What the result takes itself, without its making: reading into it is not to be beaten by less.
    auto made = std::make_unique<list>();
    if (who == "~ copy of the result")
        *made = cfdns::parse_response<zt::peers::list>({200, {}, text}, {.max_bytes = text.size()}).value();
    all.push_back({"", "~ empty handler", text.size(), [&text] { parse_into_nothing(text); }});
    all.push_back({"", "~ copy of the result", text.size(), [&made] {
                       list const copy = *made;
                       keep(copy);
                   }});
    return measure(all, who, elements, text.size());
}

// The body of the example request, with so many tags.
int write_tags(std::string_view who, std::size_t elements) {
    zt::incoming::create op = example();
    op.peers.get().clear();
    for (std::size_t i = 0; i != elements; ++i) op.peers.get().push_back(hex_id(i + 1));
    std::vector<contender> all;
    all.push_back({"", "cfdns", 0, [&op] { keep(body_by_cfdns(op)); }});
    all.push_back({"", "Boost.JSON", 0, [&op] { keep(body_by_boost(op)); }});
    all.push_back({"", "RapidJSON", 0, [&op] { keep(body_by_rapidjson(op)); }});
    all.push_back({"", "nlohmann", 0, [&op] { keep(body_by_nlohmann(op)); }});
#if defined(CFDNS_BENCH_GLAZE)
    auto twin = std::make_unique<glaze_peer::create>();
    if (who == "glaze") *twin = {op.auto_refresh_seconds.get().count(), op.name.get(), op.peers.get()};
    all.push_back({"", "glaze", 0, [&twin] { keep(glaze_peer::write(*twin)); }});
#endif
    return measure(all, who, elements, body_by_cfdns(op).size());
}

}  // namespace

int main(int argc, char** argv) {
    std::string_view const mode = argc > 1 ? argv[1] : "";
    if (mode == "read" && argc == 4) return read_peers(argv[2], std::strtoul(argv[3], nullptr, 10));
    if (mode == "write" && argc == 4) return write_tags(argv[2], std::strtoul(argv[3], nullptr, 10));
    std::vector<contender> const works = all_works(false);
    if (mode == "list")
        for (contender const& each : works) std::printf("%s/%s\n", each.work.c_str(), each.who.c_str());
    if (mode == "run" && argc == 4)
        for (contender const& each : works)
            if (each.work + "/" + each.who == argv[2])
                for (long left = std::atol(argv[3]); left != 0; --left) each.run();
}
