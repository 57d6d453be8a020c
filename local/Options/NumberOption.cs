using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Local.Options;

/// <summary>An option whose value is a whole number of a range.</summary>
internal sealed class NumberOption : Option<int>
{
    public NumberOption(string name, int defaultValue, int min, int max, string unit, string description)
        : base(name)
    {
        Allowed = $"{min} to {max}";
        Description = description;
        HelpName = unit;
        DefaultValueFactory = _ => defaultValue;
        CustomParser = result => Read(result, min, max);
    }

    /// <summary>Gets the allowed values, for error messages.</summary>
    public string Allowed { get; }

    /// <summary>Returns the number of an option; adds an error to the result when it isn't one of the range.</summary>
    public static int Read(ArgumentResult result, int min, int max)
    {
        var value = result.Tokens[0].Value;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        AddError(result, $"{min} to {max}");
        return min;
    }

    /// <summary>Adds the error that a value isn't allowed.</summary>
    public static void AddError(ArgumentResult result, string allowed) =>
        result.AddError(SettingException.NotAllowed(((OptionResult)result.Parent!).Option.Name, result.Tokens[0].Value, allowed).Message);
}
