// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_CLIENT_HPP
#define CFDNS_CORE_CLIENT_HPP

#include <cfdns/core/call.hpp>
#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/page_limits.hpp>
#include <cfdns/core/pages.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/run.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>
#include <cfdns/detail/config.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

/// A transport, credentials, options, a runtime and a policy in one object.
namespace cfdns::inline v0_2 {

/// The results of a paged operation, which are retrieved page by page during iteration; returned by
/// `client::pages`. It is an input range of `result<T>`, where `T` is the element type of the operation's
/// list. If a page cannot be retrieved, the last element is the error.
///
///     for (auto& zone : cloudflare.pages(zones::list{})) {
///         if (zone.has_error()) return zone.error();
///         use(*zone);
///     }
///
/// Only one page is held in memory. *Lifetime:* refers to the client's transport and runtime. It cannot be
/// copied or moved.
template <paged_operation Op, class Transport, class Runtime>
class result_range {
public:
    /// An element: a result of the list, or the error that ended it.
    using value_type = result<typename Op::response_type::value_type>;
    /// One page: its results, and the rest of the response.
    using page_type = typename pages<Op>::value_type;

    result_range(result_range const&) = delete;
    result_range& operator=(result_range const&) = delete;

    /// Retrieves the next page. Must not be combined with iteration. Returns `std::nullopt` after the last
    /// page and after an error.
    [[nodiscard]] std::optional<result<page_type>> next_page() {
        if (pages_.done()) return std::nullopt;
        return cfdns::run(transport_, pages_, runtime_);
    }

    /// An input iterator. Its element may be modified and moved from.
    class iterator {
    public:
        /// See `std::input_iterator_tag`.
        using iterator_concept = std::input_iterator_tag;
        /// See `result_range::value_type`.
        using value_type = typename result_range::value_type;
        /// Required of iterators. Distances between iterators cannot be computed.
        using difference_type = std::ptrdiff_t;

        /// A singular iterator.
        iterator() = default;
        /// The current element. *Lifetime:* valid until the iterator is incremented.
        [[nodiscard]] value_type& operator*() const { return *range_->current_; }
        /// The current element.
        [[nodiscard]] value_type* operator->() const { return std::addressof(*range_->current_); }
        /// Advances to the next element. Retrieves the next page if the current one is exhausted.
        iterator& operator++() {
            range_->advance();
            return *this;
        }
        /// Advances to the next element.
        void operator++(int) { ++*this; }
        /// Whether there is no further element.
        [[nodiscard]] friend bool operator==(iterator const& at, std::default_sentinel_t) noexcept {
            return at.is_at_end();
        }

    private:
        friend result_range;
        bool is_at_end() const noexcept { return !range_->current_.has_value(); }
        explicit iterator(result_range& range) : range_(std::addressof(range)) {}
        result_range* range_{};
    };

    /// Retrieves the first page and returns an iterator to its first element. Must be called only once.
    [[nodiscard]] iterator begin() {
        advance();
        return iterator{*this};
    }
    /// The end of the list.
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// Why the list ended; `list_end::none` if the last page has not been retrieved.
    [[nodiscard]] list_end why_ended() const noexcept { return pages_.end(); }

private:
    template <transport, class>
    friend class client;

    result_range(Transport& transport, Runtime& runtime, Op const& op, credentials const& credentials,
                 request_options const& options, call_policy const& policy, page_limits const& limits)
        : transport_(transport), runtime_(runtime), pages_(op, credentials, options, policy, limits) {}

    void advance() {
        current_.reset();
        while (next_ == page_.size()) {
            if (pages_.done()) return;
            auto page = cfdns::run(transport_, pages_, runtime_);
            page_.clear();
            next_ = 0;
            if (page.has_error()) {
                current_.emplace(page.error());
                return;
            }
            page_ = std::move(page->value);
        }
        current_.emplace(std::move(page_[next_++]));
    }

    Transport& transport_;
    Runtime& runtime_;
    cfdns::pages<Op> pages_;
    typename Op::response_type page_{};
    std::size_t next_ = 0;
    std::optional<value_type> current_{};
};

/// Combines a transport, credentials, options, a runtime and a policy in one object, and calls operations:
///
///     cfdns::client cloudflare{cfdns::curl_transport{}, cfdns::api_token{token}};
///     auto zone = cloudflare(cfdns::zones::get{.zone_id = id});
///
/// A client without a runtime makes a single attempt for each call. A client with a runtime retries, and
/// applies a timeout and a rate budget if the policy sets them:
///
///     cfdns::client cloudflare{cfdns::curl_transport{}, token, {}, cfdns::blocking_runtime{}, policy};
///
/// A client is movable, and copyable if its transport and runtime are. Several threads may use it at the
/// same time if its transport and runtime permit that. `std::ref(transport)` is a transport as well.
template <transport Transport, class Runtime = detail::no_runtime>
class client {
public:
    /// A client that makes a single attempt for each call.
    client(Transport transport, cfdns::credentials credentials,
           request_options options = {}) requires std::same_as<Runtime, detail::no_runtime>
        : transport_(std::move(transport)),
          credentials_(std::move(credentials)),
          options_(std::move(options)),
          policy_(detail::single_attempt) {}

    /// A client that retries, waits and observes deadlines, as `policy` specifies.
    client(Transport transport, cfdns::credentials credentials, request_options options, Runtime runtime,
           call_policy const& policy = {}) requires(cfdns::runtime<Runtime> &&
                                                    !std::same_as<Runtime, detail::no_runtime>)
        : transport_(std::move(transport)),
          credentials_(std::move(credentials)),
          options_(std::move(options)),
          runtime_(std::move(runtime)),
          policy_(policy) {}

    /// Calls an operation and returns the result. *Errors:* those of `call`.
    template <operation Op>
    [[nodiscard]] result<typename Op::response_type> operator()(Op const& op) {
        return cfdns::call(transport_, credentials_, op, options_, runtime_, policy_);
    }

    /// Calls an operation and returns the result and the rest of the response. *Errors:* those of
    /// `call_full`.
    template <operation Op>
    [[nodiscard]] result<response<typename Op::response_type>> full(Op const& op) {
        return cfdns::call_full(transport_, credentials_, op, options_, runtime_, policy_);
    }

    /// Returns all results of a paged operation, which are retrieved while the range is iterated. The
    /// timeout of the policy covers the whole list, including the time that the caller spends on its
    /// elements. *Lifetime:* the client must outlive the range, and must not be moved while the range
    /// exists.
    template <paged_operation Op>
    [[nodiscard]] result_range<Op, Transport, Runtime> pages(Op const& op,
                                                             page_limits const& limits = {}) & {
        return {transport_, runtime_, op, credentials_, options_, policy_, limits};
    }
    /// The range refers to the client, so a temporary client has none.
    template <paged_operation Op>
    void pages(Op const& op, page_limits const& limits = {}) && = delete;

    /// Drives a machine and returns its result. Requires a runtime, because a machine may wait. The machine
    /// uses the credentials, options and policy that it was created with, not those of this client: pass it
    /// `credentials()`, `options()` and `policy()`.
    template <class Machine>
        requires(machine<std::remove_reference_t<Machine>> && !std::same_as<Runtime, detail::no_runtime>)
    [[nodiscard]] auto run(Machine&& machine) { return cfdns::run(transport_, machine, runtime_); }

    /// The transport.
    [[nodiscard]] Transport& transport() noexcept { return transport_; }
    /// The credentials.
    [[nodiscard]] cfdns::credentials const& credentials() const noexcept { return credentials_; }
    /// The options.
    [[nodiscard]] request_options const& options() const noexcept { return options_; }
    /// The runtime.
    [[nodiscard]] Runtime& runtime() noexcept requires(!std::same_as<Runtime, detail::no_runtime>) {
        return runtime_;
    }
    /// The policy.
    [[nodiscard]] call_policy const& policy() const noexcept { return policy_; }

private:
    Transport transport_;
    cfdns::credentials credentials_;
    request_options options_;
    Runtime runtime_{};
    call_policy policy_;
};

}  // namespace cfdns::inline v0_2

#endif
