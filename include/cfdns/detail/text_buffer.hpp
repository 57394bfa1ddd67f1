// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_TEXT_BUFFER_HPP
#define CFDNS_DETAIL_TEXT_BUFFER_HPP

#include <cfdns/core/secret.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/codegen.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cfdns::inline v0_2::detail {

// A growing text that starts on the stack, so that the final string is allocated once, with its exact size.
class text_buffer {
public:
    text_buffer() noexcept = default;
    text_buffer(text_buffer const&) = delete;
    text_buffer& operator=(text_buffer const&) = delete;

    void push_back(char c) {
        *prepare(1) = c;
        ++at_;
    }
    void append(std::string_view text) {
        char* const to = prepare(text.size());
        if (text.size() <= 16)
            copy_bytes(to, text.data(), text.size());
        else
            std::memcpy(to, text.data(), text.size());
        at_ += text.size();
    }
    // Returns space for `bytes` more bytes. They become part of the text with `commit`.
    [[nodiscard]] char* prepare(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
            grow(bytes);
        return at_;
    }
    // Extends the text to `end`, which points into the prepared space.
    void commit(char* end) noexcept { at_ = end; }
    // Encloses the text from `start` on in brackets. It is empty or begins with a comma, which is replaced
    // by the opening bracket.
    void enclose(std::size_t start, char opening, char closing) {
        char* to = prepare(2);
        char* const first = begin_ + start;
        if (to == first) ++to;
        *first = opening;
        *to = closing;
        at_ = to + 1;
    }

    [[nodiscard]] std::string_view view() const noexcept {
        return {begin_, static_cast<std::size_t>(at_ - begin_)};
    }
    [[nodiscard]] std::string str() const { return std::string{view()}; }

    // To be called before a secret is appended: the storage is then overwritten before it is released.
    void mark_secret() noexcept { secret_ = true; }
    ~text_buffer() { wipe_secret(); }

private:
    // Wipes the whole storage, since bytes may have been prepared but not committed.
    void wipe_secret() noexcept {
        if (secret_) wipe(begin_, static_cast<std::size_t>(end_ - begin_));
    }
    CFDNS_DETAIL_OUTLINE void grow(std::size_t more) {
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

}  // namespace cfdns::inline v0_2::detail

#endif
