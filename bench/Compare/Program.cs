using ZipkinMesh.Compare;
using ZipkinMesh.Compare.Collecting;
using ZipkinMesh.Compare.Comparing;
using ZipkinMesh.Compare.Curves;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Ordering;
using ZipkinMesh.Compare.Processes;

try
{
    using var stop = new StopSignals();
    return args switch
    {
        ["collector", var port] => await CollectorServer.RunAsync(int.Parse(port)),
        ["check", "compare", .. var options] => Check(() => CompareOptions.Read(options), CompareOptions.Help),
        ["check", "curves", .. var options] => Check(() => CurvesOptions.Read(options), CurvesOptions.Help),
        ["compare", .. var options] => await Comparison.RunAsync(CompareOptions.Read(options), stop.Requested),
        ["curves", .. var options] => await CurvesRun.RunAsync(CurvesOptions.Read(options), stop.Requested),
        ["order"] => Order(),
        _ => throw new UsageException("the first word is not a verb; allowed: compare, curves, order, check, collector"),
    };
}
catch (UsageException mistake)
{
    Console.Error.WriteLine($"bench: {mistake.Message}");
    return ExitCodes.Failed;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench: interrupted; every process it started has ended");
    return ExitCodes.Interrupted;
}

// Before anything is built: a mistake is answered at once.
static int Check<T>(Func<T?> read, string help)
    where T : class
{
    if (read() is not null)
    {
        return ExitCodes.Ok;
    }

    Console.Out.Write(help);
    return ExitCodes.HelpShown;
}

// From the samples of bench/order.
static int Order()
{
    foreach (var function in CallOrder.Of(File.ReadLines("/dev/stdin")))
    {
        Console.Out.WriteLine(function);
    }

    return ExitCodes.Ok;
}
