using System.CommandLine;
using System.CommandLine.Parsing;

namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Represents an option with one value. A wrong value ends in one line that lists the allowed ones.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public abstract class ValueOption<T> : Option<T?>, IValueOption
{
    /// <summary>Initializes an option.</summary>
    /// <param name="name">Its name, such as <c>--rounds</c>.</param>
    /// <param name="helpName">The placeholder of its value in the help, such as <c>N</c>.</param>
    /// <param name="description">Its line in the help.</param>
    /// <param name="allowed">The allowed values in words, such as <c>1 to 100</c>.</param>
    protected ValueOption(string name, string helpName, string description, string allowed)
        : base(name)
    {
        HelpName = helpName;
        Description = description;
        Allowed = allowed;
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = Parse;
    }

    /// <inheritdoc/>
    public string Allowed { get; }

    /// <summary>Converts the text of the value.</summary>
    /// <param name="text">The value as the user wrote it.</param>
    /// <param name="value">The converted value.</param>
    /// <param name="wrong">The part of the text that isn't allowed; the whole text by default.</param>
    protected abstract bool TryParse(string text, out T value, ref string wrong);

    private T? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var wrong = text;
        if (TryParse(text, out var value, ref wrong))
        {
            return value;
        }

        result.AddError($"{Name}: '{wrong}' is not allowed; allowed: {Allowed}");
        return default;
    }
}
