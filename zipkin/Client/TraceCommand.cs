using System.CommandLine;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>The command <c>zipkin trace ID</c>: shows one trace.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The id of the trace, in hex" };
        var json = ClientOptions.CreateJson();
        var url = ClientOptions.CreateUrl();
        var command = new Command("trace", "Show a trace of a running server: a waterfall on a terminal, otherwise a line of JSON for each span")
        {
            id, json, url,
        };
        command.SetAction((result, cancel) => TraceOutput.RunAsync(result.GetValue(json), async output =>
        {
            using var client = new TraceClient(result.GetRequiredValue(url));
            output.WriteSpans(await client.GetTraceAsync(result.GetRequiredValue(id), cancel));
        }));
        return command;
    }
}
