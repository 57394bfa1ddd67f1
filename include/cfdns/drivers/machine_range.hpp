// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_MACHINE_RANGE_HPP
#define CFDNS_DRIVERS_MACHINE_RANGE_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

/// Ranges of machines, which drivers run concurrently.
namespace cfdns::inline v0_2 {

/// A forward range of machines of one type. Machines cannot be moved, so that a `std::deque` or a
/// `std::list` is suitable:
///
///     std::deque<cfdns::exchange<zones::get>> calls;
///     for (auto const& id : ids)
///         calls.emplace_back(zones::get{.zone_id = id}, credentials, options, policy);
template <class T>
concept machine_range = requires(T& range) {
    { std::begin(range) != std::end(range) } -> std::convertible_to<bool>;
    requires std::is_lvalue_reference_v<decltype(*std::begin(range))>;
    requires machine<std::remove_reference_t<decltype(*std::begin(range))>>;
};

/// The type of the machines in a range.
template <machine_range Machines>
using machine_type = std::remove_reference_t<decltype(*std::begin(std::declval<Machines&>()))>;

/// The results of the machines in a range, in its order.
template <machine_range Machines>
using machine_results = std::vector<result<typename machine_type<Machines>::value_type>>;

namespace detail {

// The machines that have not been started.
template <class Iterator, class End = Iterator>
class machine_queue {
public:
    machine_queue(Iterator begin, End end) : next_(std::move(begin)), end_(std::move(end)) {}

    // Null at the end.
    auto* next() {
        using machine = std::remove_reference_t<decltype(*next_)>;
        if (!(next_ != end_)) return static_cast<machine*>(nullptr);
        machine* const out = std::addressof(*next_);
        ++next_;
        return out;
    }

    void cancel() {
        while (auto* const machine = next()) machine->cancel(std::chrono::steady_clock::now());
    }

private:
    Iterator next_;
    End end_;
};

template <class Machines>
auto queue_of(Machines& machines) {
    return machine_queue<decltype(std::begin(machines)), decltype(std::end(machines))>{std::begin(machines),
                                                                                       std::end(machines)};
}

template <class Machine>
auto queue_of_one(Machine& machine) {
    return machine_queue<Machine*>{std::addressof(machine), std::addressof(machine) + 1};
}

template <class Machines>
std::size_t count_machines(Machines& machines) {
    std::size_t count = 0;
    for (auto at = std::begin(machines); at != std::end(machines); ++at) ++count;
    return count;
}

template <class Machines>
machine_results<Machines> take_all(Machines& machines) {
    machine_results<Machines> out;
    for (auto& machine : machines) out.push_back(machine.take());
    return out;
}

// The default observer of the drivers.
struct ignore_reports {
    void operator()(attempt_report const&) const noexcept {}
};
inline constexpr ignore_reports no_observer{};

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
