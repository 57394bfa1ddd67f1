// SPDX-License-Identifier: BSL-1.0
// All fuzz targets in one libFuzzer program, which is built once: CFDNS_FUZZ_TARGET chooses one. With
// CFDNS_FUZZ_SEEDS it only writes the inputs to begin with into that folder. Run by run.sh.
#include "bodies.hpp"
#include "headers.hpp"
#include "mutated.hpp"
#include "reading.hpp"
#include "requests.hpp"
#include "responses.hpp"
#include "service.hpp"
#include "text.hpp"

#include <cstring>
#include <fstream>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t limit);

namespace {

constexpr fuzz::target const* targets[] = {
    &fuzz::responses_target, &fuzz::mutated_target, &fuzz::reading_target,
    &fuzz::headers_target,   &fuzz::times_target,   &fuzz::requests_target,
    &fuzz::bodies_target,    &fuzz::service_target, &fuzz::text_target};

fuzz::target const& chosen() {
    static fuzz::target const& out = []() -> fuzz::target const& {
        char const* const name = std::getenv("CFDNS_FUZZ_TARGET");
        for (fuzz::target const* one : targets)
            if (name && std::string_view{name} == one->name) return *one;
        std::fputs("CFDNS_FUZZ_TARGET must be one of:", stderr);
        for (fuzz::target const* one : targets) std::fprintf(stderr, " %s", one->name);
        std::fputs("\n", stderr);
        std::exit(2);
    }();
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    char const* const folder = std::getenv("CFDNS_FUZZ_SEEDS");
    if (!folder) return 0;
    int number = 0;
    for (std::string const& seed : chosen().seeds()) {
        std::ofstream file{folder + std::string{"/seed-"} + std::to_string(++number), std::ios::binary};
        file << seed;
        if (!file) std::exit(2);
    }
    std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    chosen().run({reinterpret_cast<char const*>(data), size});
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t limit,
                                               unsigned seed) {
    if (!chosen().mutate) return LLVMFuzzerMutate(data, size, limit);
    std::string text{reinterpret_cast<char const*>(data), size};
    chosen().mutate(text, limit, seed);
    size = std::min(text.size(), limit);
    std::memcpy(data, text.data(), size);
    return size;
}
