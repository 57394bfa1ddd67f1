// Included behind the library.
#if !defined(min) || !defined(max) || !defined(DELETE) || !defined(ERROR) || !defined(IN) || !defined(OUT) ||         \
    !defined(OPTIONAL) || !defined(CONST) || !defined(VOID) || !defined(TRUE) || !defined(FALSE) ||                   \
    !defined(NO_ERROR) || !defined(ERROR_SUCCESS) || !defined(IGNORE) || !defined(INFINITE) || !defined(ABSOLUTE) ||  \
    !defined(RELATIVE) || !defined(TRANSPARENT) || !defined(near) || !defined(far) || !defined(NEAR) ||               \
    !defined(FAR) || !defined(pascal) || !defined(cdecl) || !defined(small) || !defined(hyper) ||                     \
    !defined(interface) || !defined(GetObject) || !defined(GetMessage) || !defined(GetUserName) ||                    \
    !defined(GetCurrentTime) || !defined(LoadString) || !defined(SendMessage) || !defined(SetPort) ||                 \
    !defined(CreateFile) || !defined(DeleteFile) || !defined(Yield) || !defined(STRICT) || !defined(DOMAIN) ||        \
    !defined(OVERFLOW) || !defined(THIS_FILE) || !defined(_T) || !defined(major) || !defined(minor) ||                \
    !defined(makedev) || !defined(unix) || !defined(linux) || !defined(i386) || !defined(emit) || !defined(slots) ||  \
    !defined(signals) || !defined(foreach) || !defined(forever) || !defined(Q_EMIT) || !defined(Q_SLOTS) ||           \
    !defined(Q_SIGNALS) || !defined(Q_OBJECT) || !defined(Q_UNUSED) || !defined(Q_ASSERT) || !defined(Q_FOREACH) ||   \
    !defined(Bool) || !defined(Status) || !defined(None) || !defined(Success) || !defined(Always) ||                  \
    !defined(True) || !defined(False)
#error "a header of the library took a macro of the program's away"
#endif
