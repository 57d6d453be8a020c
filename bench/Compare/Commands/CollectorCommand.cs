using System.CommandLine;
using ZipkinMesh.Bench.Compare.Collecting;
using ZipkinMesh.Bench.Harness.Commands;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Defines the command that runs the collector. <c>bench/compare</c> starts it in a process of its own.</summary>
internal static class CollectorCommand
{
    public const string Name = CollectorServer.CommandName;

    public static Command Create()
    {
        var port = new NumberOption("--port", "The port on 127.0.0.1", 1, 65535) { Required = true };
        var command = new Command(Name, "Counts the spans that are posted to it.") { port };
        command.SetAction((result, cancel) => CollectorServer.RunAsync(result.GetValue(port)!.Value, cancel));
        return command;
    }
}
