// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_PAGES_HPP
#define CFDNS_CORE_PAGES_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/page_limits.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/call_engine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/page_progress.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

/// Lists that consist of several pages.
namespace cfdns::inline v0_2 {

/// An operation that returns a list page by page: a GET with members `page` and `per_page`, both optional
/// integers, whose response type is a `std::vector`.
template <class Op>
concept paged_operation =
    operation<Op> &&
    Op::route.method == http_method::get&& detail::is_vector<typename Op::response_type>&& requires(Op& op) {
    requires std::unsigned_integral<typename decltype(op.page)::value_type>;
    requires std::unsigned_integral<typename decltype(op.per_page)::value_type>;
    op.page.emplace();
    op.per_page.emplace();
};

/// A machine that retrieves a list page by page: each `start` begins the next page, and `take` returns it.
///
///     cfdns::pages list{op, credentials};
///     while (!list.done()) {
///         auto page = cfdns::run(transport, list, runtime);
///         if (page.has_error()) return page.error();
///         for (auto const& zone : page->value) use(zone);
///     }
///
/// The list starts with the page `Op::page` or, if that is not set, with the first page. It always ends, for
/// one of the reasons in `list_end`, even if the responses of the service are inconsistent. If `total_pages`
/// is known, no request is sent after the last page. A page counts as repeated if its results have the same
/// ids as those of an earlier one, or the same content if they have no `id`.
///
/// The service does not keep a snapshot. If objects are created or deleted between two pages, an object may
/// be returned twice or not at all, as with any client.
///
/// The timeout of the policy covers all pages, measured from the first `start`; its budget and its retries
/// apply to each page. Only one page is held in memory. `pages` cannot be copied or moved, because
/// `attempt::request` points into it.
template <paged_operation Op>
class pages {
public:
    /// A point in time. The caller may use any monotonic clock.
    using time_point = std::chrono::steady_clock::time_point;
    /// One page: its results, and the rest of the response.
    using value_type = response<typename Op::response_type>;

    /// Stores copies of the arguments. The requests are created by `start`.
    explicit pages(Op params, cfdns::credentials const& credentials, request_options const& options = {},
                   call_policy const& policy = {}, page_limits const& limits = {})
        : engine_(policy),
          params_(std::move(params)),
          credentials_(credentials),
          options_(options),
          progress_(params_.page.value_or(1), (std::numeric_limits<page_number>::max)(), limits) {}
    pages(pages const&) = delete;
    pages& operator=(pages const&) = delete;

    /// Starts the next page. Has no effect and returns `std::nullopt` while a page is in progress, before
    /// the previous page has been taken, and after the end of the list. Also returns `std::nullopt` if the
    /// request cannot be sent; `take` then returns the error.
    [[nodiscard]] std::optional<attempt> start(time_point now) {
        if (engine_.in_progress() || page_.has_value() || done()) return std::nullopt;
        if (engine_.succeeded()) params_.page = static_cast<page_number>(progress_.page());
        engine_.prepare(detail::descriptor_of<Op>, std::addressof(params_), options_, credentials_);
        auto const first = engine_.start(std::chrono::milliseconds{0}, now);
        if (!first) progress_.end(list_end::failure);
        return first;
    }

    /// Processes a response: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double random,
                                                time_point now) {
        if (!engine_.in_progress()) return std::nullopt;
        auto& read = page_.emplace(detail::in_place_default<value_type>{});
        auto const next = engine_.receive(received, std::addressof(read.value), read.info, random, now);
        if (engine_.succeeded()) {
            std::size_t const kept = progress_.record(detail::schema_of<typename Op::response_type>,
                                                      std::addressof(read.value), read.info);
            read.value.erase(read.value.begin() + static_cast<std::ptrdiff_t>(kept), read.value.end());
        } else {
            page_.reset();
            if (engine_.failed()) progress_.end(list_end::failure);
        }
        return next;
    }

    /// Processes an error of the transport: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double random, time_point now) {
        if (!engine_.in_progress()) return std::nullopt;
        auto const next = engine_.fail(failure, random, now);
        if (engine_.failed()) progress_.end(list_end::failure);
        return next;
    }

    /// Cancels the list, even during an attempt or the delay before it. Has no effect after its end. Because
    /// the latest attempt may have been sent, its reservation in the budget is kept.
    void cancel() { stop(std::nullopt); }

    /// Cancels the list at the time `now`. If the delay before the latest attempt has not elapsed, its
    /// reservation in the budget is released. Has no effect after the end of the list.
    void cancel(time_point now) { stop(now); }

    /// Report on the latest completed attempt; `attempt_report::call` counts the pages. *Lifetime:* valid as
    /// long as this object.
    [[nodiscard]] attempt_report const& report() const noexcept { return engine_.report(); }

    /// Returns the page; may be called once per page. The list is empty if the page had no new results.
    ///
    /// *Errors:* those of `exchange::take`. They end the list; every later `take` returns the same error.
    [[nodiscard]] result<value_type> take() {
        // Reading a page may have ended with an exception.
        if (!page_.has_value() || !engine_.succeeded())
            return engine_.failed() ? engine_.failure() : detail::no_result_available();
        result<value_type> out = std::move(*page_);
        page_.reset();
        return out;
    }

    /// Whether the list has ended: there is no page after the current one.
    [[nodiscard]] bool done() const noexcept { return end() != list_end::none; }

    /// Why the list ended; `list_end::none` if it has not.
    [[nodiscard]] list_end end() const noexcept { return progress_.end(); }

private:
    using page_number = typename decltype(Op::page)::value_type;

    void stop(std::optional<time_point> now) {
        if (done()) return;
        engine_.cancel(now);
        progress_.end(list_end::failure);
        page_.reset();
    }

    detail::call_engine engine_;
    Op params_;
    cfdns::credentials credentials_;
    request_options options_;
    detail::page_progress progress_;
    std::optional<value_type> page_{};
};

}  // namespace cfdns::inline v0_2

#endif
