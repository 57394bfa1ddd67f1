// SPDX-License-Identifier: BSL-1.0
// Responses that are mutated at random are read, and requests made of what was read, for a long time: memory
// must stay where it is. Arguments: the number of calls, and of threads that share the work side by side.
// Built and run by soak.sh.
#include "../api/operations.hpp"
#include "../support/generator.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace {

struct operation_case {
    std::string example{};
    void (*read)(cfdns::response_view const& received) = nullptr;
};

template <class Op>
void read(cfdns::response_view const& received) {
    auto const got = cfdns::parse_full_response<Op>(received);
    if (got.has_error() && (!got.error().code().failed() || got.error().message().empty())) std::abort();
}

// Shared by all threads, which only read it: operations, credentials and options need no lock.
struct shared_state {
    std::vector<operation_case> cases{};
    cfdns::credentials credentials{cfdns::api_token{cfdns::secret_string{"token"}}};
    cfdns::request_options options{};
    zt::incoming::create params = example_create();

    shared_state() {
        for_each_json_example([&](char const*, auto const& op, answer const& expected) {
            cases.push_back({success(expected.json), &read<std::remove_cvref_t<decltype(op)>>});
        });
    }
};

std::string mutated(std::string text, generator& random) {
    for (std::size_t changes = random.below(4); changes != 0 && !text.empty(); --changes) {
        std::size_t const at = random.below(text.size());
        switch (random.below(5)) {
            case 0: text[at] = static_cast<char>(random.below(256)); break;
            case 1: text.erase(at, 1 + random.below(8)); break;
            case 2: text.insert(at, random.json()); break;
            case 3: text.insert(at, random.hostile_text()); break;
            default: text.resize(at);
        }
    }
    return text;
}

void work(shared_state const& shared, std::uint32_t seed, long calls) {
    generator random{seed};
    std::vector<cfdns::http_header> const headers{
        {"cf-ray", "ray"}, {"Retry-After", "1"}, {"Ratelimit", "\"d\";r=1;t=2"}};
    for (long i = 0; i < calls; i += 2) {
        operation_case const& one = shared.cases[random.below(shared.cases.size())];
        std::string const body = mutated(one.example, random);
        one.read({random.below(4) == 0 ? 400 : 200, headers, body});

        zt::incoming::create op = shared.params;
        if (random.below(2) == 0) op.zone_id = random.hostile_text();
        if (random.below(2) == 0) op.name = random.hostile_text();
        if (random.below(4) == 0) op.extra.set(random.hostile_text(), random.json());
        auto request = cfdns::make_request(op, shared.options);
        if (request.has_value() && cfdns::authorize(request.value(), shared.credentials).has_error())
            std::abort();
    }
}

// Resident memory in KiB, where the system tells.
long resident() {
    std::ifstream file{"/proc/self/status"};
    for (std::string word; file >> word;) {
        if (word != "VmRSS:") continue;
        long out = 0;
        file >> out;
        return out;
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    long const calls = count > 1 ? std::atol(arguments[1]) : 10'000'000;
    int const threads = count > 2 ? std::atoi(arguments[2]) : 1;
    shared_state const shared;
    constexpr int rounds = 10;
    long first = 0;
    for (int round = 0; round != rounds; ++round) {
        std::vector<std::thread> team;
        for (int i = 0; i != threads; ++i)
            team.emplace_back(work, std::cref(shared), static_cast<std::uint32_t>(round * threads + i),
                              calls / rounds / threads);
        for (std::thread& one : team) one.join();
        long const now = resident();
        if (round == 0) first = now;
        std::printf("%ld calls, %d threads, %ld KiB\n", calls / rounds * (round + 1), threads, now);
        std::fflush(stdout);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        long const enough = 2 * first + 64 * 1024;  // the sanitizers keep books of their own
#else
        long const enough = first + 1024;
#endif
        if (now > enough) {
            std::puts("memory grows");
            return 1;
        }
    }
    return 0;
}
