using System.CommandLine;
using System.CommandLine.Parsing;

namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Turns the first mistake in a command line into one line that names the option, the value and what is allowed.</summary>
internal static class CommandErrors
{
    /// <summary>Returns null when the command line is correct.</summary>
    public static string? First(ParseResult result)
    {
        if (result.UnmatchedTokens is [var token, ..])
        {
            var options = result.CommandResult.Command.Options.Where(option => !option.Hidden).Select(option => option.Name);
            return $"'{token}' is not allowed; allowed: {string.Join(", ", options)}";
        }

        return result.Errors is [var error, ..] ? Describe(error) : null;
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: IValueOption option, Tokens: [] } given => $"{given.Option.Name}: missing; required: {option.Allowed}",
        OptionResult { Tokens: [_, _, ..] tokens } given => $"{given.Option.Name}: '{string.Join(' ', tokens)}' is not allowed; allowed: one value",
        _ => error.Message,
    };
}
