// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_TEXT_BUFFER_HPP
#define CFDNS_DETAIL_TEXT_BUFFER_HPP

#include <cfdns/secret.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace cfdns::inline v1::detail {

// Text that grows on the stack first, so that what is made of it is allocated once and exactly.
class text_buffer {
public:
    text_buffer() noexcept = default;
    text_buffer(text_buffer const&) = delete;
    text_buffer& operator=(text_buffer const&) = delete;

    void push_back(char c) {
        if (at_ == end_) grow(1);
        *at_++ = c;
    }
    void append(std::string_view text) {
        if (static_cast<std::size_t>(end_ - at_) < text.size()) grow(text.size());
        if (!text.empty()) std::memcpy(at_, text.data(), text.size());
        at_ += text.size();
    }

    [[nodiscard]] std::string_view view() const noexcept { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }

    // Overwrites what was appended.
    void wipe() noexcept { detail::wipe(begin_, view().size()); }

private:
    void grow(std::size_t more) {
        std::size_t const size = view().size();
        std::size_t const capacity = 2 * (size + more);
        std::unique_ptr<char[]> larger{new char[capacity]};
        std::memcpy(larger.get(), begin_, size);
        wipe();
        heap_ = std::move(larger);
        begin_ = heap_.get();
        at_ = begin_ + size;
        end_ = begin_ + capacity;
    }

    char stack_[512];  // left uninitialised
    char* begin_ = stack_;
    char* at_ = stack_;
    char* end_ = stack_ + sizeof stack_;
    std::unique_ptr<char[]> heap_{};
};

}  // namespace cfdns::inline v1::detail

#endif
