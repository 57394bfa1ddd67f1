// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_CREATE_ONCE_IPP
#define CFDNS_IMPL_FLOWS_CREATE_ONCE_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/create_once.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/looking.ipp>
#include <cfdns/impl/flows/plan.ipp>
#include <cfdns/records/compare.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

class flows_errc_category final : public boost::system::error_category {
public:
    constexpr flows_errc_category() noexcept : error_category(0x2d1f6f0c5be4a937) {}
    char const* name() const noexcept override { return "cfdns.flows"; }
    std::string message(int value) const override {
        switch (static_cast<flows::errc>(value)) {
            case flows::errc::conflict: return "an object of that name exists and differs";
            case flows::errc::unreadable: return "it is not known whether the object exists";
        }
        return "unknown error of cfdns.flows";
    }
};

inline constexpr flows_errc_category flows_errc_category_instance{};

// What an existing object is to the one that should be created.
enum class likeness {
    other,      // another object
    different,  // of the same name, with other values
    unset,      // of the same name, without values
    same
};

template <class T>
likeness likeness_if(bool same_name, T const& same_values) {
    return !same_name ? likeness::other : same_values ? likeness::same : likeness::different;
}

CFDNS_DECL likeness compare_to(zone_transfers::tsigs::create const& op,
                               zone_transfers::tsigs::tsig const& one) {
    return likeness_if(is_same_name(op.name.get(), one.name),
                       normalize_algorithm(op.algo.get()) == normalize_algorithm(one.algo) &&
                           (!one.secret || is_same_secret(op.secret.get(), *one.secret)));
}

CFDNS_DECL likeness compare_to(zone_transfers::peers::create const& op,
                               zone_transfers::peers::peer const& one) {
    std::string const ip = one.ip.value_or("");
    bool const same = (!op.ip || is_same_network(*op.ip, ip)) &&
                      (!op.port || *op.port == one.port.value_or(0)) &&
                      (!op.tsig_id || *op.tsig_id == one.tsig_id.value_or("")) &&
                      (!op.ixfr_enable || *op.ixfr_enable == one.ixfr_enable.value_or(false));
    likeness const out = likeness_if(op.name.get() == one.name, same);
    bool const unset = ip.empty() && one.port.value_or(0) == 0 && one.tsig_id.value_or("").empty() &&
                       !one.ixfr_enable.value_or(false);
    return out == likeness::different && unset ? likeness::unset : out;
}

CFDNS_DECL likeness compare_to(zone_transfers::acls::create const& op,
                               zone_transfers::acls::acl const& one) {
    return likeness_if(op.name.get() == one.name, is_same_network(op.ip_range.get(), one.ip_range));
}

CFDNS_DECL bool is_same_set(std::vector<std::string> a, std::vector<std::string> b) {
    for (auto* const list : {&a, &b}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    return a == b;
}

CFDNS_DECL likeness compare_to(zone_transfers::incoming::create const& op,
                               zone_transfers::incoming::configuration const& one) {
    return likeness_if(true, is_same_name(op.name.get(), one.name.value_or("")) &&
                                 one.auto_refresh_seconds == op.auto_refresh_seconds.get() && one.peers &&
                                 is_same_set(op.peers.get(), *one.peers));
}

CFDNS_DECL likeness compare_to(zone_transfers::outgoing::create const& op,
                               zone_transfers::outgoing::configuration const& one) {
    return likeness_if(true, is_same_name(op.name.get(), one.name.value_or("")) && one.peers &&
                                 is_same_set(op.peers.get(), *one.peers));
}

CFDNS_DECL likeness compare_to(zones::create const& op, zones::zone const& one) {
    bool const here = is_same_name(op.name.get(), one.name) && one.account && one.account->id &&
                      one.account->id == op.account.get().id;
    return likeness_if(here, !one.type || *one.type == op.type.value_or("full"));
}

CFDNS_DECL likeness compare_to(records::create const& op, records::record const& one) {
    return records::is_same_record(op, one) ? likeness::same : likeness::other;
}

CFDNS_DECL auto look_for(zone_transfers::tsigs::create const& op) {
    return zone_transfers::tsigs::list{.account_id = op.account_id};
}
CFDNS_DECL auto look_for(zone_transfers::peers::create const& op) {
    return zone_transfers::peers::list{.account_id = op.account_id};
}
CFDNS_DECL auto look_for(zone_transfers::acls::create const& op) {
    return zone_transfers::acls::list{.account_id = op.account_id};
}
CFDNS_DECL auto look_for(zone_transfers::incoming::create const& op) {
    return zone_transfers::incoming::get{.zone_id = op.zone_id};
}
CFDNS_DECL auto look_for(zone_transfers::outgoing::create const& op) {
    return zone_transfers::outgoing::get{.zone_id = op.zone_id};
}
CFDNS_DECL auto look_for(zones::create const& op) {
    auto const name = canonical_name(op.name.get());
    zones::list out{.name = name ? *name : op.name.get(), .per_page = 50};
    out.account.id = op.account.get().id;
    if (op.type == "internal") out.type = op.type;  // otherwise left out
    return out;
}
CFDNS_DECL auto look_for(records::create const& op) {
    auto const name = canonical_name(op.name.get());
    records::list out{.zone_id = op.zone_id, .per_page = 5'000};
    out.name.exact = name ? *name : op.name.get();
    return out;
}

class creating_flow : public flow_engine {
public:
    creating_flow(cfdns::credentials const& credentials, request_options const& options,
                  call_policy const& policy, flows::creation_policy const& creation)
        : flow_engine(credentials, options, policy, creation.permission_delay),
          rule_(creation, policy.retry.max_retry_after) {}

    bool adopted() const noexcept { return adopted_; }
    virtual void* value() noexcept = 0;

protected:
    virtual void send_create() = 0;
    virtual void send_look() = 0;
    // The object that the look has found, which becomes the value.
    virtual likeness find() = 0;

private:
    void begin() override {}

    void send() override {
        if (looking_)
            send_look();
        else
            send_create();
    }

    void receive(error const* failure) override {
        if (looking_) return receive_look(failure);
        if (!failure) return finish();
        error const why = *failure;
        next(rule_.create_failed(why), why);
    }

    void receive_look(error const* failure) {
        bool const none = failure && says_there_is_none(*failure);
        if (failure && !none) {
            error const why = *failure;
            return next(rule_.look_failed(why), why);
        }
        bool const complete = none || (about().mismatches.empty() && !is_partial());
        likeness const found = none ? likeness::other : find();
        if (found == likeness::same || (found == likeness::unset && complete)) {
            adopted_ = true;
            return finish();
        }
        if (!complete)
            return fail(error{flows::make_error_code(flows::errc::unreadable), delivery::answered});
        if (found == likeness::different)
            return fail(error{flows::make_error_code(flows::errc::conflict), delivery::answered});
        if (!created_) {  // the first look
            looking_ = false;
            return;
        }
        next(rule_.found_none(), last_failure_);
    }

    bool is_partial() const noexcept {
        auto const& pages = about().result_info;
        return pages && pages->total_count && pages->count && *pages->total_count > *pages->count;
    }

    void next(creation_step step, error const& why) {
        if (!looking_) {
            created_ = true;
            last_failure_ = why;
        }
        if (step == creation_step::give_up) return fail(why);
        wait(rule_.delay());
        looking_ = step == creation_step::look;
    }

    creation_rule rule_;
    error last_failure_{};
    bool looking_ = true;
    bool created_ = false;
    bool adopted_ = false;
};

template <class Op>
class creating_flow_of final : public creating_flow {
public:
    creating_flow_of(Op const& op, cfdns::credentials const& credentials, request_options const& options,
                     call_policy const& policy, flows::creation_policy const& creation)
        : creating_flow(credentials, options, policy, creation), op_(op) {}

    void* value() noexcept override { return std::addressof(value_); }

private:
    using value_type = typename Op::response_type;
    using look_type = decltype(look_for(std::declval<Op const&>()));

    void send_create() override { call(op_, value_); }
    void send_look() override { call(look_for(op_), looked_); }

    likeness find() override {
        if constexpr (std::same_as<typename look_type::response_type, value_type>) {
            likeness const out = compare_to(op_, looked_);
            value_ = std::move(looked_);
            return out;
        } else {
            // Of several, the one with the smallest identifier, as `make_plan` does.
            likeness best = likeness::other;
            for (value_type& one : looked_) {
                likeness const out = compare_to(op_, one);
                if (out == likeness::other || out < best || (out == best && value_.id <= one.id)) continue;
                best = out;
                value_ = std::move(one);
            }
            return best;
        }
    }

    Op op_;
    value_type value_{};
    typename look_type::response_type looked_{};
};

template <class Op>
flow_engine_ptr make_creating_flow(Op const& op, cfdns::credentials const& credentials,
                                   request_options const& options, call_policy const& policy,
                                   flows::creation_policy const& creation) {
    return make_flow<creating_flow_of<Op>>(op, credentials, options, policy, creation);
}

#if defined(CFDNS_SEPARATE_COMPILATION)
#define CFDNS_DETAIL_CREATING_FLOW(OP)                                                                     \
    template CFDNS_DECL flow_engine_ptr make_creating_flow<OP>(OP const&, cfdns::credentials const&,       \
                                                               request_options const&, call_policy const&, \
                                                               flows::creation_policy const&);
CFDNS_DETAIL_CREATING_FLOW(zone_transfers::tsigs::create)
CFDNS_DETAIL_CREATING_FLOW(zone_transfers::peers::create)
CFDNS_DETAIL_CREATING_FLOW(zone_transfers::acls::create)
CFDNS_DETAIL_CREATING_FLOW(zone_transfers::incoming::create)
CFDNS_DETAIL_CREATING_FLOW(zone_transfers::outgoing::create)
CFDNS_DETAIL_CREATING_FLOW(zones::create)
CFDNS_DETAIL_CREATING_FLOW(records::create)
#undef CFDNS_DETAIL_CREATING_FLOW
#endif

CFDNS_DECL bool creating_flow_has_adopted(flow_engine const& engine) noexcept {
    return static_cast<creating_flow const&>(engine).adopted();
}

CFDNS_DECL result<void*> take_created(flow_engine& engine) {
    if (!engine.finished()) return no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return static_cast<creating_flow&>(engine).value();
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL boost::system::error_category const& flows_category() noexcept {
    return detail::flows_errc_category_instance;
}

CFDNS_DECL boost::system::error_code make_error_code(errc code) noexcept {
    return {static_cast<int>(code), flows_category()};
}

}  // namespace cfdns::inline v0_2::flows

#endif
