// SPDX-License-Identifier: BSL-1.0
#include "glaze_peer.hpp"

#include <glaze/glaze.hpp>

#include <stdexcept>

namespace bench::glaze_peer {

struct message_source {
    std::optional<std::string> pointer{};
};

struct api_message {
    std::optional<std::int64_t> code{};
    std::optional<std::string> message{};
    std::optional<std::string> documentation_url{};
    std::optional<message_source> source{};
};

struct page_info {
    std::optional<std::uint64_t> page{};
    std::optional<std::uint64_t> per_page{};
    std::optional<std::uint64_t> count{};
    std::optional<std::uint64_t> total_count{};
    std::optional<std::uint64_t> total_pages{};
};

template <class Result>
struct envelope {
    std::vector<api_message> errors{};
    std::vector<api_message> messages{};
    bool success{};
    Result result{};
    std::optional<page_info> result_info{};
};

struct checked : glz::opts {
    bool validate_skipped = true;
};

template <class Result>
Result parse(std::string const& text) {
    constexpr checked options{{.error_on_unknown_keys = false, .error_on_missing_keys = true}};
    envelope<Result> out{};
    if (auto const failed = glz::read<options>(out, text))
        throw std::runtime_error(glz::format_error(failed, text));
    if (!out.success) throw std::runtime_error("refused");
    return std::move(out.result);
}

template configuration parse<configuration>(std::string const&);
template std::vector<peer> parse<std::vector<peer>>(std::string const&);
template std::vector<record> parse<std::vector<record>>(std::string const&);
template std::vector<dns_record> parse<std::vector<dns_record>>(std::string const&);

std::string write(create const& body) {
    std::string out;
    if (auto const failed = glz::write_json(body, out)) throw std::runtime_error("not written");
    return out;
}

}  // namespace bench::glaze_peer
