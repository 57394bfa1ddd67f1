// SPDX-License-Identifier: BSL-1.0
#undef NDEBUG
#include <cfdns/flows.hpp>

#include <cassert>
#include <cstdint>
#include <vector>

int main() {
    // EXAMPLE
}
