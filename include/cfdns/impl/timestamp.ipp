// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TIMESTAMP_IPP
#define CFDNS_IMPL_TIMESTAMP_IPP

#include <cfdns/core/timestamp.hpp>
#include <cfdns/detail/calendar.hpp>
#include <cfdns/detail/config.hpp>

namespace cfdns::inline v0_2 {

CFDNS_DECL timestamp::timestamp(std::string_view text) {
    if (text.size() > sizeof short_) {
        long_ = std::make_unique<std::string>(text);
    } else {
        text.copy(short_, text.size());
        size_ = static_cast<unsigned char>(text.size());
    }
}

CFDNS_DECL std::optional<std::chrono::sys_time<std::chrono::microseconds>> timestamp::time() const noexcept {
    detail::text_cursor in{text()};
    int const year = in.take_number(4);
    in.take('-');
    int const month = in.take_number(2);
    in.take('-');
    int const day = in.take_number(2);
    if (in.peek() == 'T' || in.peek() == 't' || in.peek() == ' ')  // RFC 3339 5.6 and its notes
        in.take(in.peek());
    else
        in.ok = false;
    std::chrono::microseconds of_day = in.take_time_of_day();

    if (in.peek() == '.') {
        in.take('.');
        if (!detail::is_digit(in.peek())) in.ok = false;
        for (int weight = 100'000; in.ok && detail::is_digit(in.peek()); weight /= 10)
            of_day += std::chrono::microseconds{in.take_number(1) * weight};
    }

    std::chrono::minutes offset{};
    if (in.peek() == 'Z' || in.peek() == 'z') {
        in.take(in.peek());
    } else {
        char const sign = in.peek();
        if (sign != '-') in.take('+');
        if (sign == '-') in.take('-');
        int const hours = in.take_number(2);
        in.take(':');
        int const minutes = in.take_number(2);
        if (hours > 23 || minutes > 59) in.ok = false;
        offset = std::chrono::hours{hours} + std::chrono::minutes{minutes};
        if (sign == '-') offset = -offset;
    }

    auto const days = detail::to_days(year, month, day);
    if (!in.ok || !in.rest.empty() || !days) return std::nullopt;
    return std::chrono::sys_time<std::chrono::microseconds>{*days + of_day - offset};
}

}  // namespace cfdns::inline v0_2

#endif
