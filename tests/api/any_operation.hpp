// SPDX-License-Identifier: BSL-1.0
// Operations and their params without their types: a test that uses them is compiled once, and not once for
// each operation.
#ifndef CFDNS_TESTS_API_ANY_OPERATION_HPP
#define CFDNS_TESTS_API_ANY_OPERATION_HPP

#include "../support/kept_members.hpp"
#include "operations.hpp"

#include <cfdns/core/call.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

class any_params;
using params_pointer = std::unique_ptr<void, void (*)(void*)>;

// What became of a response.
struct any_response {
    bool good = false;
    cfdns::error failure{};
    cfdns::response_info info{};
    std::string result{};             // its JSON text, or the text of a `text_body`
    std::vector<std::string> kept{};  // the members in extra that are declared
};

struct any_operation {
    std::string name{};  // in the official SDKs
    answer expected{};
    std::string request{};  // method and path of its example, without the base path
    std::string body{};     // of its example
    cfdns::detail::operation_descriptor const* info = nullptr;
    bool responds_with_json = false;  // with a result
    bool responds_with_text = false;
    bool responds_with_nothing = false;  // but an envelope

    params_pointer example{nullptr, nullptr};
    params_pointer (*copy)(void const* params) = nullptr;
    cfdns::result<cfdns::http_request> (*make)(void const* params,
                                               cfdns::request_options const& options) = nullptr;
    std::optional<cfdns::result<params_pointer>> (*read)(cfdns::http_request const& request) = nullptr;
    any_response (*parse)(cfdns::response_view const& received) = nullptr;
    any_response (*call)(cfdns::testing::fake_cloudflare& service, cfdns::credentials const& credentials,
                         void const* params, cfdns::request_options const& options) = nullptr;
    void (*remove_handler)(cfdns::testing::fake_cloudflare& service) = nullptr;
    void (*handle_with)(cfdns::testing::fake_cloudflare& service, int failure) = nullptr;

    // The params of its example.
    [[nodiscard]] any_params params() const;
    [[nodiscard]] std::optional<cfdns::result<any_params>> read_request(
        cfdns::http_request const& request) const;
};

// A copy has params of its own. The operation must outlive it.
class any_params {
public:
    any_params(any_operation const& of, params_pointer value) : of_(&of), value_(std::move(value)) {}
    any_params(any_params const& other) : of_(other.of_), value_(other.of_->copy(other.value_.get())) {}
    any_params(any_params&&) noexcept = default;
    any_params& operator=(any_params other) noexcept {
        of_ = other.of_;
        value_ = std::move(other.value_);
        return *this;
    }
    ~any_params() = default;

    [[nodiscard]] any_operation const& operation() const { return *of_; }
    [[nodiscard]] void* get() const { return value_.get(); }
    [[nodiscard]] cfdns::extra_members& extra() const { return *of_->info->params->extra(get()); }
    [[nodiscard]] cfdns::result<cfdns::http_request> request(
        cfdns::request_options const& options = {}) const {
        return of_->make(get(), options);
    }
    [[nodiscard]] any_response call(cfdns::testing::fake_cloudflare& service,
                                    cfdns::credentials const& credentials,
                                    cfdns::request_options const& options = {}) const {
        return of_->call(service, credentials, get(), options);
    }

private:
    any_operation const* of_;
    params_pointer value_;
};

inline any_params any_operation::params() const { return {*this, copy(example.get())}; }

inline std::optional<cfdns::result<any_params>> any_operation::read_request(
    cfdns::http_request const& from) const {
    auto got = read(from);
    if (!got) return std::nullopt;
    if (got->has_error()) return cfdns::result<any_params>{got->error()};
    return cfdns::result<any_params>{any_params{*this, std::move(got->value())}};
}

template <class T>
any_response response_of_any_type(cfdns::result<cfdns::response<T>> got) {
    if (got.has_error()) return {false, got.error(), {}, {}, {}};
    any_response out{true, {}, std::move(got.value().info), {}, {}};
    if constexpr (std::is_same_v<T, cfdns::text_body>) {
        out.result = std::move(got.value().value.text);
    } else {
        auto const& type = cfdns::detail::schema_of<T>;
        out.kept = take_kept_members(type, &got.value().value);
        cfdns::detail::text_buffer text;
        if (auto refused = cfdns::detail::append_value(text, type, &got.value().value))
            return {false, cfdns::detail::invalid_parameter(*refused), {}, {}, {}};
        out.result = text.view();
    }
    return out;
}

template <class Op>
params_pointer allocate(Op const& params) {
    return {new Op(params), [](void* held) { delete static_cast<Op*>(held); }};
}

// Of any params. The answer is empty unless it is given.
template <class Op>
any_operation any_operation_of(std::string name, Op const& example, answer expected = {}) {
    using response = typename Op::response_type;
    any_operation out;
    out.name = std::move(name);
    out.expected = std::move(expected);
    out.info = &cfdns::detail::descriptor_of<Op>;
    out.responds_with_text = std::is_same_v<response, cfdns::text_body>;
    out.responds_with_nothing = std::is_same_v<response, cfdns::no_content>;
    out.responds_with_json = !out.responds_with_text && !out.responds_with_nothing;
    out.example = allocate(example);
    out.copy = [](void const* params) { return allocate<Op>(*static_cast<Op const*>(params)); };
    out.make = [](void const* params, cfdns::request_options const& options) {
        return cfdns::make_request(*static_cast<Op const*>(params), options);
    };
    out.read = [](cfdns::http_request const& request) -> std::optional<cfdns::result<params_pointer>> {
        auto got = cfdns::testing::read_request<Op>(request);
        if (!got) return std::nullopt;
        if (got->has_error()) return cfdns::result<params_pointer>{got->error()};
        return cfdns::result<params_pointer>{allocate<Op>(got->value())};
    };
    out.parse = [](cfdns::response_view const& received) {
        return response_of_any_type(cfdns::parse_full_response<Op>(received));
    };
    out.call = [](cfdns::testing::fake_cloudflare& service, cfdns::credentials const& credentials,
                  void const* params, cfdns::request_options const& options) {
        return response_of_any_type(
            cfdns::call_full(service, credentials, *static_cast<Op const*>(params), options));
    };
    out.remove_handler = [](cfdns::testing::fake_cloudflare& service) { service.remove_handler<Op>(); };
    out.handle_with = [](cfdns::testing::fake_cloudflare& service, int failure) {
        service.on<Op>([failure](Op const&) { return cfdns::testing::write_failure(failure, {}); });
    };
    return out;
}

// All operations of the library.
std::vector<any_operation> const& all_operations();

// Those of which the predicate is true.
template <class Predicate>
std::vector<std::reference_wrapper<any_operation const>> operations_that(Predicate const& predicate) {
    std::vector<std::reference_wrapper<any_operation const>> out;
    for (any_operation const& one : all_operations())
        if (std::invoke(predicate, one)) out.push_back(one);
    return out;
}

#endif
