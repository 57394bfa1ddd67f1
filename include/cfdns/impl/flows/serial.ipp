// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_SERIAL_IPP
#define CFDNS_IMPL_FLOWS_SERIAL_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/serial.hpp>

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::vector<std::uint32_t> serial_path(std::uint32_t from, std::uint32_t to) {
    std::vector<std::uint32_t> out;
    while (from != to) {
        std::uint32_t const left = to - from;  // modulo 2^32
        std::uint32_t step = left < max_serial_increment ? left : max_serial_increment;
        if (step != left && from + step == 0) --step;
        out.push_back(from += step);
    }
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
