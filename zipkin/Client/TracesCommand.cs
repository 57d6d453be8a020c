using System.CommandLine;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>The command <c>zipkin traces</c>: shows the latest traces, and with <c>--follow</c> those that arrive from now on.</summary>
internal static class TracesCommand
{
    private const int LatestTraces = 10;

    public static Command Create()
    {
        var follow = new Option<bool>("--follow")
        {
            Description = "Show new traces until Ctrl-C, each when it has got no more spans for a second",
            Arity = ArgumentArity.Zero,
        };
        var service = new Option<string?>("--service") { Description = "Only traces of this service", HelpName = "NAME" };
        var json = ClientOptions.CreateJson();
        var url = ClientOptions.CreateUrl();
        var command = new Command(
            "traces", $"Show the latest {LatestTraces} traces of a running server: waterfalls on a terminal, otherwise a line of JSON for each trace")
        {
            follow, service, json, url,
        };
        command.SetAction((result, cancel) => TraceOutput.RunAsync(result.GetValue(json), async output =>
        {
            using var client = new TraceClient(result.GetRequiredValue(url));
            if (result.GetValue(follow))
            {
                await new TraceFollower(client, result.GetValue(service), TimeProvider.System).RunAsync(output.WriteTrace, cancel);
                return;
            }

            // The newest is the last one, next to the prompt.
            foreach (var trace in Enumerable.Reverse(await client.FindAsync(result.GetValue(service), LatestTraces, lookback: null, cancel)))
            {
                output.WriteTrace(trace);
            }
        }));
        return command;
    }
}
