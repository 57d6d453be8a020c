using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting.Operators;

namespace ZipkinMesh.Proxy.Formatting;

/// <summary>Parses formats by Envoy's grammar.</summary>
internal static partial class FormatParser
{
    private const string Syntax = "%OPERATOR%, %OPERATOR(PARAMETER)% or %OPERATOR(PARAMETER):LENGTH%, and %% for a percent sign";

    // The length up to which a message repeats what can't be parsed.
    private const int ShownLength = 60;

    /// <summary>Returns the segments of a format.</summary>
    /// <param name="key">The key of the setting, for messages.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="SettingException">An operator is unknown, or is used in a way that isn't allowed.</exception>
    public static IEnumerable<FormatSegment> Parse(string key, string format)
    {
        var text = new StringBuilder();
        for (var position = 0; position < format.Length;)
        {
            if (format[position] != '%')
            {
                text.Append(format[position++]);
            }
            else if (format.AsSpan(position).StartsWith("%%"))
            {
                text.Append('%');
                position += 2;
            }
            else
            {
                if (text.Length > 0)
                {
                    yield return new FormatSegment(Encoding.UTF8.GetBytes(text.ToString()), null);
                    text.Clear();
                }

                var match = Command().Match(format, position);
                yield return new FormatSegment([], CreateOperator(key, format[position..], match));
                position += match.Length;
            }
        }

        if (text.Length > 0)
        {
            yield return new FormatSegment(Encoding.UTF8.GetBytes(text.ToString()), null);
        }
    }

    private static FormatOperator CreateOperator(string key, string rest, Match match)
    {
        int? maxLength = null;
        if (!match.Success || (match.Groups["length"] is { Success: true } length && !TryParse(length.Value, out maxLength)))
        {
            throw SettingException.NotAllowed(key, rest.Length > ShownLength ? rest[..ShownLength] + "..." : rest, Syntax);
        }

        if (OperatorTable.Find(match.Groups["name"].Value) is not { } definition)
        {
            throw SettingException.NotAllowed(key, match.Value, $"the operators {string.Join(", ", OperatorTable.All.Select(known => known.Name))}");
        }

        return definition.Create(new FormatCommand(match.Groups["parameter"].Value, maxLength))
            ?? throw SettingException.NotAllowed(key, match.Value, definition.Syntax);
    }

    private static bool TryParse(string text, out int? number)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        number = parsed;
        return isNumber;
    }

    [GeneratedRegex(@"\G%(?<name>[A-Z0-9_]+)(\((?<parameter>[^)]*)\))?(:(?<length>[0-9]+))?%")]
    private static partial Regex Command();
}
