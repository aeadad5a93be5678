"""Analyses C++ targets with Fastidious: one action for each source, one that joins what they found."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_CXX = ["cc", "cpp", "cxx", "c++", "C"]

_FindingsInfo = provider(
    doc = "What was found in a target and in what it depends on.",
    fields = ["reports"],
)

def _flags(target, ctx, toolchain):
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    headers = target[CcInfo].compilation_context
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts + ctx.rule.attr.copts,
        include_directories = headers.includes,
        quote_include_directories = headers.quote_includes,
        system_include_directories = headers.system_includes,
        preprocessor_defines = depset(transitive = [headers.defines, headers.local_defines]),
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _analyse(target, ctx, source, flags, toolchain):
    # Targets may share a source.
    report = ctx.actions.declare_file("%s.fastidious/%s.json" % (ctx.label.name, source.basename))
    arguments = ctx.actions.args()
    arguments.add_all(["check", "--no-cache", "--quiet", "-j1", "--format=json", "--fail-on=never"])
    arguments.add_all(["-o", report, source, "--"])
    arguments.add_all(flags)
    ctx.actions.run(
        executable = ctx.file._program,
        arguments = [arguments],
        inputs = depset([source] + ctx.files._config, transitive = [
            target[CcInfo].compilation_context.headers,
            toolchain.all_files,
        ]),
        outputs = [report],
        mnemonic = "Fastidious",
        progress_message = "Analysing %s" % source.short_path,
    )
    return report

def _aspect_impl(target, ctx):
    reports = []
    if CcInfo in target and hasattr(ctx.rule.attr, "srcs") and hasattr(ctx.rule.attr, "copts"):
        toolchain = find_cpp_toolchain(ctx)
        flags = _flags(target, ctx, toolchain)
        sources = [f for f in ctx.rule.files.srcs if f.extension in _CXX]
        reports = [_analyse(target, ctx, source, flags, toolchain) for source in sources]
    found = depset(reports, transitive = [
        dep[_FindingsInfo].reports
        for dep in getattr(ctx.rule.attr, "deps", [])
        if _FindingsInfo in dep
    ])
    return [_FindingsInfo(reports = found), OutputGroupInfo(fastidious = found)]

fastidious_aspect = aspect(
    doc = "Analyses the sources of a target and of all that it depends on; output group: fastidious.",
    implementation = _aspect_impl,
    attr_aspects = ["deps"],
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_config": attr.label(default = "@fastidious//:config"),
        "_program": attr.label(default = "@fastidious//:fastidious", allow_single_file = True),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _report_impl(ctx):
    reports = depset(transitive = [dep[_FindingsInfo].reports for dep in ctx.attr.deps])
    arguments = ctx.actions.args()
    arguments.use_param_file("@%s", use_always = True)
    arguments.set_param_file_format("multiline")
    arguments.add_all(reports)
    ctx.actions.run(
        executable = ctx.file._program,
        arguments = ["merge", "--format=" + ctx.attr.format, "--fail-on=" + ctx.attr.fail_on, "-o", ctx.outputs.out.path, arguments],
        inputs = reports,
        outputs = [ctx.outputs.out],
        mnemonic = "FastidiousMerge",
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]))]

fastidious_report = rule(
    doc = "One report of all sources of some targets and of what these depend on.",
    implementation = _report_impl,
    attrs = {
        "deps": attr.label_list(aspects = [fastidious_aspect], providers = [CcInfo]),
        "fail_on": attr.string(default = "never", values = ["note", "warning", "error", "never"]),
        "format": attr.string(default = "sarif", values = ["text", "json", "sarif", "github", "gitlab"]),
        "out": attr.output(mandatory = True),
        "_program": attr.label(default = "@fastidious//:fastidious", allow_single_file = True),
    },
)
