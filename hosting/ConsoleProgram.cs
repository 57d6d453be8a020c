namespace ZipkinMesh.Hosting;

/// <summary>Runs the body of a program and reports errors in its settings as one line on standard error.</summary>
public static class ConsoleProgram
{
    private const int Failed = 1;

    /// <summary>Runs a program. A <see cref="SettingException"/> becomes one line, such as <c>zipkin: QUERY_PORT: 'x' is not allowed; ...</c>.</summary>
    /// <param name="name">The name of the program, which error messages begin with.</param>
    /// <param name="run">The body of the program; returns the exit code.</param>
    /// <returns>The exit code of <paramref name="run"/>, or 1 when a setting can't be used.</returns>
    public static async Task<int> RunAsync(string name, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (SettingException e)
        {
            return Fail(name, e.Message);
        }
    }

    /// <summary>Writes one line, <c>name: message</c>, to standard error.</summary>
    /// <param name="name">The name of the program.</param>
    /// <param name="message">The message, without a line break.</param>
    /// <returns>The exit code, 1.</returns>
    public static int Fail(string name, string message)
    {
        try
        {
            Console.Error.WriteLine($"{name}: {message}");
        }
        catch (IOException)
        {
            // The terminal was closed. The exit code is all that remains.
        }

        return Failed;
    }
}
