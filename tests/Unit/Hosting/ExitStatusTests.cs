using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Tests.Hosting;

public sealed class ExitStatusTests
{
    [Theory]
    [InlineData(0, "exited with code 0")]
    [InlineData(5, "exited with code 5")]
    [InlineData(128, "exited with code 128")]
    [InlineData(134, "was killed (SIGABRT)")]
    [InlineData(137, "was killed (SIGKILL)")]
    [InlineData(143, "was killed (SIGTERM)")]
    [InlineData(152, "was killed (signal 24)")]
    [InlineData(255, "exited with code 255")]
    public void Describe_ExitCode_HasCodeOrSignal(int exitCode, string text) => Assert.Equal(text, ExitStatus.Describe(exitCode));

    [Theory]
    [InlineData(0, true)]
    [InlineData(143, true)]
    [InlineData(1, false)]
    [InlineData(137, false)]
    public void IsCleanStop_ExitCode_ZeroAndSigTermOnly(int exitCode, bool isClean) => Assert.Equal(isClean, ExitStatus.IsCleanStop(exitCode));
}
