// SPDX-License-Identifier: BSL-1.0
#include "readme/key_rotation.hpp"

using namespace key_rotation_example;

namespace flows = cfdns::flows;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    flows::key_rotation const rotation{.current = want,
                                       .from = "axfr.example.com.",
                                       .to = {.name = "axfr-2.example.com.", .secret = new_secret}};
    std::ostringstream printed;
    auto* const before = std::cout.rdbuf(printed.rdbuf());
    // EXAMPLE
    std::cout.rdbuf(before);
    // As in the document.
    std::ifstream file{CFDNS_SOURCE_DIR "/docs/key_rotation.md"};
    std::string const document{std::istreambuf_iterator<char>{file}, {}};
    std::cout << printed.str();
    return document.find("```diff\n" + printed.str() + "```\n") == std::string::npos;
}
