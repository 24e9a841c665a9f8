using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OrderBookSilo.Support;

/// <summary>
/// Lets a running test skip itself (<see cref="Missing"/>), which xunit 2 does not support: a failure with the mark is reported
/// as skipped. Directory.Build.targets registers it for every test project.
/// </summary>
public sealed class SkippingTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new SkippingSink(executionMessageSink), executionOptions);
    }

    private sealed class SkippingSink(IMessageSink next) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message)
        {
            var reason = (message as ITestFailed)?.Messages.FirstOrDefault();
            return next.OnMessage(
                reason?.StartsWith(Missing.SkipMark, StringComparison.Ordinal) == true
                    ? new TestSkipped(((ITestFailed)message).Test, reason[Missing.SkipMark.Length..])
                    : message);
        }
    }
}
