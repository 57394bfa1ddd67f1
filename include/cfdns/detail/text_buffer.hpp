// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_TEXT_BUFFER_HPP
#define CFDNS_DETAIL_TEXT_BUFFER_HPP

#include <cfdns/secret.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cfdns::inline v1::detail {

// Text that grows on the stack first, so that what is made of it is allocated once and exactly.
class text_buffer {
public:
    text_buffer() noexcept = default;
    text_buffer(text_buffer const&) = delete;
    text_buffer& operator=(text_buffer const&) = delete;

    void push_back(char c) {
        *room(1) = c;
        ++at_;
    }
    void append(std::string_view text) {
        char* const to = room(text.size());
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        at_ += text.size();
    }
    // Where so many more bytes may be written; they count from grow_to on.
    [[nodiscard]] char* room(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]] grow(bytes);
        return at_;
    }
    void grow_to(char* end) noexcept { at_ = end; }
    // Puts what has come since between brackets; the comma that it starts with, if it is not empty, becomes the opening one.
    void enclose(std::size_t start, char opening, char closing) {
        char* to = room(2);
        char* const first = begin_ + start;
        if (to == first) ++to;
        *first = opening;
        *to = closing;
        at_ = to + 1;
    }

    [[nodiscard]] std::string_view view() const noexcept { return {begin_, static_cast<std::size_t>(at_ - begin_)}; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }

    // A secret will be appended: the text is overwritten in the end.
    void hold_secret() noexcept { secret_ = true; }
    ~text_buffer() { wipe_secret(); }

private:
    // More may have been written than counts.
    void wipe_secret() noexcept {
        if (secret_) wipe(begin_, static_cast<std::size_t>(end_ - begin_));
    }
    BOOST_NOINLINE void grow(std::size_t more) {
        std::size_t const size = view().size();
        std::size_t const capacity = 2 * (size + more);
        std::unique_ptr<char[]> larger{new char[capacity]};
        std::memcpy(larger.get(), begin_, size);
        wipe_secret();
        heap_ = std::move(larger);
        begin_ = heap_.get();
        at_ = begin_ + size;
        end_ = begin_ + capacity;
    }

    char stack_[512];  // left uninitialised
    char* begin_ = stack_;
    char* at_ = stack_;
    char* end_ = stack_ + sizeof stack_;
    bool secret_ = false;
    std::unique_ptr<char[]> heap_{};
};

}  // namespace cfdns::inline v1::detail

#endif
