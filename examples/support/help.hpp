// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_HELP_HPP
#define SUPPORT_HELP_HPP

#include <iostream>
#include <string_view>

namespace support {

/// Prints `help` on standard output if `--help` is the only argument. Returns whether it is.
[[nodiscard]] inline bool printed_help(int argc, char const* const* argv, std::string_view help) {
    if (argc != 2 || std::string_view{argv[1]} != "--help") return false;
    std::cout << help;
    return true;
}

/// Prints the first paragraph of `help`, which has the usage, on standard error.
inline void print_usage(std::string_view help) {
    std::cerr << help.substr(0, help.find("\n\n")) << "\n--help explains this\n";
}

}  // namespace support

#endif
