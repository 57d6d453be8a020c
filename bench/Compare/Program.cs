using ZipkinMesh.Bench.Compare.Commands;
using ZipkinMesh.Bench.Harness.Commands;

// The scripts of bench/ set the first word, which selects the command; 'check' before it only parses the options.
var (isCheck, words) = args is ["check", .. var rest] ? (true, rest) : (false, args);
var command = words.FirstOrDefault() switch
{
    "compare" => CompareCommand.Create(),
    "curves" => CurvesCommand.Create(),
    "order" => OrderCommand.Create(),
    CollectorCommand.Name => CollectorCommand.Create(),
    _ => null,
};
if (command is null)
{
    Console.Error.WriteLine($"bench: '{words.FirstOrDefault()}' is not a command; allowed: compare, curves, order, {CollectorCommand.Name}");
    return 1;
}

var codes = new ExitCodes(Failed: 1, Interrupted: 130);
return isCheck ? await CommandRunner.CheckAsync(command, words[1..], codes) : await CommandRunner.RunAsync(command, words[1..], codes);
